package dev.unroll.datasets.dynamics;

import dev.unroll.datasets.synthetic.GeneratedFactory;

/** Makes {@link SineMixtureDataset}. */
public final class SineMixtureFactory extends GeneratedFactory<SineMixtureSpec> {

    public SineMixtureFactory() {
        super("sine-mixture", "forecast sums of sines with new amplitudes, periods and phases in every example",
                "Unroll (see SineMixtureDataset)", SineMixtureSpec.class, SineMixtureDataset::new);
    }
}
