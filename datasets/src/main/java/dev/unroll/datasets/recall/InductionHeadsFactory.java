package dev.unroll.datasets.recall;

import dev.unroll.datasets.synthetic.GeneratedFactory;

/** Makes {@link InductionHeadsDataset}. */
public final class InductionHeadsFactory extends GeneratedFactory<InductionHeadsSpec> {

    public InductionHeadsFactory() {
        super("induction-heads",
                "say what followed the special symbol when it came before, at lengths never trained on",
                "Olsson et al. 2022 (arXiv 2209.11895) and Gu & Dao 2023 (arXiv 2312.00752)", InductionHeadsSpec.class,
                InductionHeadsDataset::new);
    }
}
