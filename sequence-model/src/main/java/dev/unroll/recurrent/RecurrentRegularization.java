package dev.unroll.recurrent;

/**
 * The noise that training may put on what recurs, alike for every cell. Outside training there is none: dropped values
 * were scaled up where they stayed, and zoneout takes the expected value.
 *
 * @param recurrentDropout probability that a value of the hidden state is dropped where it enters the recurrent
 *                         product, the same values at all steps of a sequence, or of the piece of it that
 *                         one update sees (Gal &amp; Ghahramani 2016, arXiv
 *                         1512.05287), from 0 (default) to below 1
 * @param dropConnect      probability that an update does without a value of recurrentWeight (Wan et al. 2013; Merity, Keskar
 *                         &amp; Socher 2018, arXiv 1708.02182), from 0 (default) to below 1
 * @param zoneout          probability that a value of the hidden state stays what it was (Krueger et al. 2017, arXiv
 *                         1606.01305), from 0 (default) to below 1
 */
public record RecurrentRegularization(Double recurrentDropout, Double dropConnect, Double zoneout) {

    /** No noise. */
    public static final RecurrentRegularization NONE = new RecurrentRegularization(null, null, null);

    public RecurrentRegularization {
        recurrentDropout = recurrentDropout == null ? 0.0 : recurrentDropout;
        dropConnect = dropConnect == null ? 0.0 : dropConnect;
        zoneout = zoneout == null ? 0.0 : zoneout;
        StackChecks.requireProbability("recurrentDropout", recurrentDropout);
        StackChecks.requireProbability("dropConnect", dropConnect);
        StackChecks.requireProbability("zoneout", zoneout);
    }
}
