package dev.unroll.model;

/**
 * What training minimizes besides the loss: a penalty on what the encoder of a model puts out, the rows that pooling or
 * the outputs are made of (Merity, McCann &amp; Socher 2017, "Revisiting activation regularization for language RNNs",
 * arXiv 1708.01009).
 *
 * <pre>
 * activity · mean of h_t[i]²  +  temporal · mean of (h_t+1[i] - h_t[i])²
 * </pre>
 *
 * <p>Means over the values of all real steps of all sequences of a batch, or all pairs of steps that follow each other in
 * a sequence; 0 where there are none.
 *
 * @param activity α of activation regularization (AR), at least 0
 * @param temporal β of temporal activation regularization (TAR), at least 0
 */
public record ActivityPenalty(double activity, double temporal) {

    public ActivityPenalty {
        requireAtLeastZero("activityPenalty", activity);
        requireAtLeastZero("temporalPenalty", temporal);
    }

    private static void requireAtLeastZero(String name, double value) {
        if (!(value >= 0)) {
            throw new IllegalArgumentException(name + " must be at least 0; got " + value);
        }
    }

    /** No penalty. */
    public static final ActivityPenalty NONE = new ActivityPenalty(0, 0);

    public boolean isNone() {
        return activity == 0 && temporal == 0;
    }
}
