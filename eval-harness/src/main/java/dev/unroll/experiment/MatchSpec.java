package dev.unroll.experiment;

/**
 * A size that models are brought to before anything is trained, so that what is compared is their kind.
 *
 * @param by     what is made equal: {@code parameters}; {@code flops}, the floating-point operations of an update per
 *               sequence, two for each multiply-add of matrix products; or {@code time}, measured seconds per update,
 *               which differ from machine to machine, so that the sizes found do too
 * @param to     name of the model whose size is the budget on each dataset; default the first, unless budget is given
 * @param budget the size itself, above 0; {@code null} for that of a model
 */
public record MatchSpec(By by, String to, Double budget) {

    /** What is made equal. */
    public enum By {
        PARAMETERS, FLOPS, TIME
    }

    public MatchSpec {
        if (by == null) {
            throw new IllegalArgumentException("by must be given for match; got nothing; add by: parameters");
        }
        if (to != null && budget != null) {
            throw new IllegalArgumentException("match must have either to or budget; got both: " + to + " and " + budget
                    + "; remove one");
        }
        if (budget != null && !(budget > 0 && budget < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("budget must be above 0 and finite; got " + budget);
        }
    }
}
