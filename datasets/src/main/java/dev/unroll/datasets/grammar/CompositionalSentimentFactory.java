package dev.unroll.datasets.grammar;

import dev.unroll.datasets.synthetic.GeneratedFactory;

/** Makes {@link CompositionalSentimentDataset}. */
public final class CompositionalSentimentFactory extends GeneratedFactory<CompositionalSentimentSpec> {

    public CompositionalSentimentFactory() {
        super("compositional-sentiment",
                "say whether a sentence praises or blames, through negations and contrasts at several distances",
                "Unroll (see CompositionalSentimentDataset), after Socher et al. 2013",
                CompositionalSentimentSpec.class, CompositionalSentimentDataset::new);
    }
}
