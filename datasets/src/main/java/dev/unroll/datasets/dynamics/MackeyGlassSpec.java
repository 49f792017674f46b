package dev.unroll.datasets.dynamics;

import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.PartSizes;

/**
 * Parameters of a {@link ChaoticDataset} of the Mackey-Glass equation.
 *
 * @param delay          whole units of time, 2 to 1000; default 17, which is mildly chaotic
 * @param interval       whole units of time from one sample to the next, 1 to 1000; default 3
 * @param window         W, 1 to 100000; default 64
 * @param horizon        H, 1 to 10000; default 64
 * @param stride         samples from the beginning of an example to that of the next, 1 to 1000; default 5
 * @param trainSize      default 4000
 * @param validationSize default 500
 * @param testSize       default 1000
 */
public record MackeyGlassSpec(Integer delay, Integer interval, Integer window, Integer horizon, Integer stride,
        Integer trainSize, Integer validationSize, Integer testSize) implements DatasetSpec {

    public MackeyGlassSpec {
        delay = Check.orElse(delay, 17);
        interval = Check.orElse(interval, 3);
        window = Check.orElse(window, 64);
        horizon = Check.orElse(horizon, 64);
        stride = Check.orElse(stride, 5);
        trainSize = Check.orElse(trainSize, 4_000);
        validationSize = Check.orElse(validationSize, 500);
        testSize = Check.orElse(testSize, 1_000);
        Check.between(2, 1_000, "delay", delay);
        Check.between(1, 1_000, "interval", interval);
        Check.between(1, 100_000, "window", window);
        Check.between(1, 10_000, "horizon", horizon);
        Check.between(1, 1_000, "stride", stride);
        PartSizes.checked(trainSize, validationSize, testSize);
        Check.between(1, 100_000, "trainSize", trainSize);
        Check.between(1, 100_000, "validationSize", validationSize);
        Check.between(1, 100_000, "testSize", testSize);
    }
}
