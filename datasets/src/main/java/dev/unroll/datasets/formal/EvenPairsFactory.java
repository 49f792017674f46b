package dev.unroll.datasets.formal;

import dev.unroll.datasets.synthetic.GeneratedFactory;

/** Makes {@link EvenPairsDataset}. */
public final class EvenPairsFactory extends GeneratedFactory<LengthSpec> {

    public EvenPairsFactory() {
        super("even-pairs",
                "say whether a string changes symbol an even number of times, trained short and tested long",
                "Delétang et al. 2023 (arXiv 2207.02098)", LengthSpec.class, EvenPairsDataset::new);
    }
}
