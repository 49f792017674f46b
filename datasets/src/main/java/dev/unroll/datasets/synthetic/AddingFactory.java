package dev.unroll.datasets.synthetic;

/** Makes {@link AddingDataset}. */
public final class AddingFactory extends GeneratedFactory<AddingSpec> {

    public AddingFactory() {
        super("adding", "add the two marked numbers of a long sequence, in one of the three published versions",
                "Hochreiter & Schmidhuber 1997, Arjovsky, Shah & Bengio 2016 (arXiv 1511.06464) and Bai, Kolter & "
                + "Koltun 2018 (arXiv 1803.01271)", AddingSpec.class, AddingDataset::new);
    }
}
