package dev.unroll.datasets.formal;

import dev.unroll.datasets.synthetic.GeneratedFactory;

/** Makes {@link CycleNavigationDataset}. */
public final class CycleNavigationFactory extends GeneratedFactory<LengthSpec> {

    public CycleNavigationFactory() {
        super("cycle-navigation", "say where on a cycle of five places a walk ends, trained short and tested long",
                "Delétang et al. 2023 (arXiv 2207.02098)", LengthSpec.class, CycleNavigationDataset::new);
    }
}
