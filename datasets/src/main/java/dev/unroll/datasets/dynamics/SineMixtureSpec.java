package dev.unroll.datasets.dynamics;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.PartSizes;
import java.util.List;

/**
 * Parameters of {@link SineMixtureDataset}.
 *
 * @param sines          C, sines in a mixture, one number or several ascending, each 1 to 1000; default 1, 2, 4
 * @param noise          standard deviation of the noise on the input, 0 to 10; default 0
 * @param window         W, 5 to 1000000; default 64
 * @param horizon        H, 1 to 10000; default 16
 * @param trainSize      training examples, made when asked for, so many cost nothing; default 20000
 * @param validationSize default 1000
 * @param testSize       default 3000
 */
public record SineMixtureSpec(
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<Integer> sines, Double noise,
        Integer window, Integer horizon, Integer trainSize, Integer validationSize, Integer testSize)
        implements DatasetSpec {

    public SineMixtureSpec {
        sines = Check.ascending(1, 1_000, "sines", Check.orElse(sines, List.of(1, 2, 4)));
        noise = Check.orElse(noise, 0.0);
        window = Check.orElse(window, 64);
        horizon = Check.orElse(horizon, 16);
        trainSize = Check.orElse(trainSize, 20_000);
        validationSize = Check.orElse(validationSize, 1_000);
        testSize = Check.orElse(testSize, 3_000);
        Check.range("noise", noise, 0, 10);
        Check.between(5, 1_000_000, "window", window);
        Check.between(1, 10_000, "horizon", horizon);
        PartSizes.checked(trainSize, validationSize, testSize);
    }

    PartSizes sizes() {
        return new PartSizes(trainSize, validationSize, testSize);
    }
}
