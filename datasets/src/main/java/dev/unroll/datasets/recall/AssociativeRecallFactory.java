package dev.unroll.datasets.recall;

import dev.unroll.datasets.synthetic.GeneratedFactory;

/** Makes {@link AssociativeRecallDataset}. */
public final class AssociativeRecallFactory extends GeneratedFactory<AssociativeRecallSpec> {

    public AssociativeRecallFactory() {
        super("associative-recall",
                "answer each key with the value it was paired with (multi-query associative recall)",
                "Arora et al. 2023 (arXiv 2312.04927)", AssociativeRecallSpec.class, AssociativeRecallDataset::new);
    }
}
