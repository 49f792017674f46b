package dev.unroll.datasets.formal;

import dev.unroll.datasets.synthetic.GeneratedFactory;

/** Makes {@link ParityDataset}. */
public final class ParityFactory extends GeneratedFactory<LengthSpec> {

    public ParityFactory() {
        super("parity",
                "say whether a string holds an odd number of b, trained on short strings and tested on long ones",
                "Delétang et al. 2023 (arXiv 2207.02098)", LengthSpec.class, ParityDataset::new);
    }
}
