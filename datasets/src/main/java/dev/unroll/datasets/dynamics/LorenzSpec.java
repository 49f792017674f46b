package dev.unroll.datasets.dynamics;

import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.PartSizes;

/**
 * Parameters of a {@link ChaoticDataset} of the Lorenz system.
 *
 * @param rho            0 to 1000; default 28, where the greatest Lyapunov exponent is 0.906
 * @param observed       {@code all}: x, y and z; {@code x}: x alone, which must tell the others; default all
 * @param interval       time from one sample to the next, 0.001 to 1; default 0.04
 * @param window         W, 1 to 100000; default 50
 * @param horizon        H, 1 to 10000; default 50, about 1.8 Lyapunov times
 * @param stride         samples from the beginning of an example to that of the next, 1 to 1000; default 5
 * @param trainSize      default 4000
 * @param validationSize default 500
 * @param testSize       default 1000
 */
public record LorenzSpec(Double rho, String observed, Double interval, Integer window, Integer horizon, Integer stride,
        Integer trainSize, Integer validationSize, Integer testSize) implements DatasetSpec {

    public LorenzSpec {
        rho = Check.orElse(rho, 28.0);
        observed = Check.orElse(observed, "all");
        interval = Check.orElse(interval, 0.04);
        window = Check.orElse(window, 50);
        horizon = Check.orElse(horizon, 50);
        stride = Check.orElse(stride, 5);
        trainSize = Check.orElse(trainSize, 4_000);
        validationSize = Check.orElse(validationSize, 500);
        testSize = Check.orElse(testSize, 1_000);
        Check.range("rho", rho, 0, 1_000);
        Check.oneOf("observed", observed, "all", "x");
        Check.range("interval", interval, 0.001, 1);
        Check.between(1, 100_000, "window", window);
        Check.between(1, 10_000, "horizon", horizon);
        Check.between(1, 1_000, "stride", stride);
        PartSizes.checked(trainSize, validationSize, testSize);
        Check.between(1, 100_000, "trainSize", trainSize);
        Check.between(1, 100_000, "validationSize", validationSize);
        Check.between(1, 100_000, "testSize", testSize);
    }
}
