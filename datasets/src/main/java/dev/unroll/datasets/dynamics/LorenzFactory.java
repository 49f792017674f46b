package dev.unroll.datasets.dynamics;

import dev.unroll.datasets.PartSizes;
import dev.unroll.datasets.dynamics.ChaoticDataset.Stretches;
import dev.unroll.datasets.synthetic.GeneratedFactory;

/** Makes {@link ChaoticDataset} of the Lorenz system. */
public final class LorenzFactory extends GeneratedFactory<LorenzSpec> {

    public LorenzFactory() {
        super("lorenz", "forecast the Lorenz system, by squared error and by how long the forecast holds",
                "Lorenz 1963; valid time as in Vlachas et al. 2020 (arXiv 1910.05266)", LorenzSpec.class,
                (spec, randomness) -> new ChaoticDataset(
                        new LorenzSystem(spec.rho(), spec.interval(), spec.observed().equals("all")),
                        new Stretches(spec.window(), spec.horizon(), spec.stride()),
                        new PartSizes(spec.trainSize(), spec.validationSize(), spec.testSize()),
                        "Lorenz version 1, rho " + spec.rho() + ", interval " + spec.interval() + ", observed "
                        + spec.observed(), randomness));
    }
}
