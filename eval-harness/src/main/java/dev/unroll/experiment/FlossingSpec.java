package dev.unroll.experiment;

/**
 * Gradient flossing: before training, and between its updates if asked for, weights are changed such that the greatest
 * Lyapunov exponents of the recurrent layers come near a target, so that gradients neither vanish nor explode on their way
 * back (Engelken 2023, "Gradient flossing: improving gradient descent through dynamic control of Jacobians", NeurIPS, arXiv
 * 2312.17306). For recurrent kinds of model.
 *
 * <pre>
 * loss = mean over layers, sequences and the k greatest exponents of (λ_j - target)²
 * </pre>
 *
 * @param exponents    k, how many of the greatest exponents of each layer, at least 1 and no more than it has hidden units;
 *                     default 8, or its hidden units if they are fewer. Time goes with it.
 * @param target       λ*, in nats per step; default 0: gradients that keep their length
 * @param updates      of the weights by this loss, before training and each time between, at least 1; default 100
 * @param learningRate of these updates, by an Adam of their own that begins anew each time, above 0; default 0.001
 * @param every        training updates from one time to the next, at least 1; {@code null} for before training alone
 * @param sequences    training sequences that each update looks at, drawn anew each time, at least 1; default 4
 * @param steps        of each of them that are looked at, from the first on, at least 11, of which the first 10 only let
 *                     directions settle; {@code null} for all
 */
public record FlossingSpec(Integer exponents, Double target, Integer updates, Double learningRate, Integer every,
        Integer sequences, Integer steps) {

    /** Steps at the beginning of each sequence that do not count. */
    public static final int WARM_UP = 10;

    public FlossingSpec {
        target = target == null ? 0.0 : target;
        updates = updates == null ? 100 : updates;
        learningRate = learningRate == null ? 0.001 : learningRate;
        sequences = sequences == null ? 4 : sequences;
        atLeast("exponents", exponents, 1);
        atLeast("updates", updates, 1);
        atLeast("every", every, 1);
        atLeast("sequences", sequences, 1);
        atLeast("steps", steps, WARM_UP + 1);
        if (!Double.isFinite(target)) {
            throw new IllegalArgumentException("target must be a finite number; got " + target);
        }
        if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("learningRate must be above 0 and finite; got " + learningRate);
        }
    }

    /** How many exponents of a layer of so many hidden units. */
    public int exponentsOf(int hiddenSize) {
        if (exponents != null && exponents > hiddenSize) {
            throw new IllegalArgumentException("exponents of flossing must be at most the layer's hidden units; got "
                    + exponents + " for a layer of " + hiddenSize + "; lower exponents");
        }
        return Math.min(exponents == null ? 8 : exponents, hiddenSize);
    }

    private static void atLeast(String name, Integer value, int least) {
        if (value != null && value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + "; got " + value);
        }
    }
}
