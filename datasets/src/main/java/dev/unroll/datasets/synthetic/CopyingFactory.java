package dev.unroll.datasets.synthetic;

/** Makes {@link CopyingDataset}. */
public final class CopyingFactory extends GeneratedFactory<CopyingSpec> {

    public CopyingFactory() {
        super("copying", "repeat ten symbols after a long lag; chance is 1/8 of the recalled symbols",
                "Arjovsky, Shah & Bengio 2016 (arXiv 1511.06464)", CopyingSpec.class, CopyingDataset::new);
    }
}
