package dev.unroll.datasets.formal;

import dev.unroll.datasets.synthetic.GeneratedFactory;

/** Makes {@link ReverseStringDataset}. */
public final class ReverseStringFactory extends GeneratedFactory<LengthSpec> {

    public ReverseStringFactory() {
        super("reverse-string", "say a string backwards, trained short and tested long",
                "Delétang et al. 2023 (arXiv 2207.02098)", LengthSpec.class, ReverseStringDataset::new);
    }
}
