package dev.unroll.datasets.dynamics;

import dev.unroll.datasets.PartSizes;
import dev.unroll.datasets.dynamics.ChaoticDataset.Stretches;
import dev.unroll.datasets.synthetic.GeneratedFactory;

/** Makes {@link ChaoticDataset} of the Mackey-Glass equation. */
public final class MackeyGlassFactory extends GeneratedFactory<MackeyGlassSpec> {

    public MackeyGlassFactory() {
        super("mackey-glass", "forecast the Mackey-Glass equation, by squared error and by how long the forecast holds",
                "Mackey & Glass 1977; valid time as in Vlachas et al. 2020 (arXiv 1910.05266)", MackeyGlassSpec.class,
                (spec, randomness) -> new ChaoticDataset(new MackeyGlassSystem(spec.delay(), spec.interval()),
                        new Stretches(spec.window(), spec.horizon(), spec.stride()),
                        new PartSizes(spec.trainSize(), spec.validationSize(), spec.testSize()),
                        "Mackey-Glass version 1, delay " + spec.delay() + ", interval " + spec.interval(), randomness));
    }
}
