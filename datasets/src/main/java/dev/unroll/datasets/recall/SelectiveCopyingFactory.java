package dev.unroll.datasets.recall;

import dev.unroll.datasets.synthetic.GeneratedFactory;

/** Makes {@link SelectiveCopyingDataset}. */
public final class SelectiveCopyingFactory extends GeneratedFactory<SelectiveCopyingSpec> {

    public SelectiveCopyingFactory() {
        super("selective-copying", "repeat sixteen symbols that stand scattered among blanks",
                "Gu & Dao 2023 (arXiv 2312.00752)", SelectiveCopyingSpec.class, SelectiveCopyingDataset::new);
    }
}
