package dev.unroll.datasets.formal;

import dev.unroll.datasets.synthetic.GeneratedFactory;

/** Makes {@link ModularArithmeticDataset}. */
public final class ModularArithmeticFactory extends GeneratedFactory<LengthSpec> {

    public ModularArithmeticFactory() {
        super("modular-arithmetic", "evaluate an expression modulo 5, trained short and tested long",
                "Delétang et al. 2023 (arXiv 2207.02098)", LengthSpec.class, ModularArithmeticDataset::new);
    }
}
