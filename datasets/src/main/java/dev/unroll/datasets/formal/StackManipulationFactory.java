package dev.unroll.datasets.formal;

import dev.unroll.datasets.synthetic.GeneratedFactory;

/** Makes {@link StackManipulationDataset}. */
public final class StackManipulationFactory extends GeneratedFactory<LengthSpec> {

    public StackManipulationFactory() {
        super("stack-manipulation", "say what is left on a stack after pushes and pops, trained short and tested long",
                "Delétang et al. 2023 (arXiv 2207.02098)", LengthSpec.class, StackManipulationDataset::new);
    }
}
