package dev.unroll.datasets.synthetic;

/** Makes {@link TemporalOrderDataset} without noise. */
public final class TemporalOrderFactory extends GeneratedFactory<TemporalOrderSpec> {

    public TemporalOrderFactory() {
        super("temporal-order", "tell in which order two or three widely separated symbols came",
                "Hochreiter & Schmidhuber 1997, experiments 6a and 6b", TemporalOrderSpec.class,
                TemporalOrderDataset::new);
    }
}
