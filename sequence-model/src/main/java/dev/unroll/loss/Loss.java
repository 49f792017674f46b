package dev.unroll.loss;

/**
 * A loss between outputs and targets, averaged over the targets of a batch by their weights:
 * {@code L = Σ w_n l_n / Σ w_n}. Masked targets have weight 0.
 */
public sealed interface Loss permits ValueLoss, CrossEntropy {

    /** The word for it in an experiment and in messages: {@code squared}. */
    String name();

    /** Whether targets are classes. */
    boolean classification();

    /** Outputs that a model needs for each component of a target: the number of quantile levels, else 1. */
    int outputsPerTarget();
}
