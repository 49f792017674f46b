package dev.unroll.datasets.synthetic;

/** Makes {@link TemporalOrderDataset} with noise. */
public final class NoisyTemporalOrderFactory extends GeneratedFactory<NoisyTemporalOrderSpec> {

    public NoisyTemporalOrderFactory() {
        super("noisy-temporal-order", "tell in which order two or three widely separated symbols came, under noise",
                "Hochreiter & Schmidhuber 1997, experiments 3 and 6, combined here", NoisyTemporalOrderSpec.class,
                TemporalOrderDataset::new);
    }
}
