package dev.unroll.datasets.synthetic;

/** Makes {@link MultiplicationDataset}. */
public final class MultiplicationFactory extends GeneratedFactory<MultiplicationSpec> {

    public MultiplicationFactory() {
        super("multiplication", "multiply the two marked numbers of a long sequence",
                "Hochreiter & Schmidhuber 1997, experiment 5", MultiplicationSpec.class, MultiplicationDataset::new);
    }
}
