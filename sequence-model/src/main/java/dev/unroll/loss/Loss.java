package dev.unroll.loss;

import java.util.List;

/**
 * A loss between outputs and targets, averaged over the targets of a batch by their weights:
 * {@code L = Σ w_n l_n / Σ w_n}. Masked targets have weight 0. {@link BatchLoss} computes it with its gradient.
 */
public sealed interface Loss permits ValueLoss, CrossEntropy {

    /** The words that {@link #named} knows. */
    List<String> NAMES = List.of("squared", "absolute", "huber", "quantile", "cross-entropy");

    /** The word for it in an experiment and in messages: {@code squared}. */
    String name();

    /** Whether targets are classes. */
    boolean classification();

    /** Outputs that a model needs for each component of a target: the number of quantile levels, else 1. */
    int outputsPerTarget();

    /** The loss of that name with its defaults. */
    static Loss named(String name) {
        return switch (name) {
            case "squared" -> new ValueLoss.Squared();
            case "absolute" -> new ValueLoss.Absolute();
            case "huber" -> new ValueLoss.Huber(null);
            case "quantile" -> new ValueLoss.Quantile(null);
            case "cross-entropy" -> new CrossEntropy();
            default -> throw new IllegalArgumentException(
                    "the loss must be one of " + String.join(", ", NAMES) + "; got " + name);
        };
    }
}
