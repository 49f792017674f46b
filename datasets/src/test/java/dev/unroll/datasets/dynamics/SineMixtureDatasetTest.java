package dev.unroll.datasets.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.Samples;
import dev.unroll.datasets.Samples.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class SineMixtureDatasetTest {

    /** One sine obeys {@code x(t+1) = 2 cos(angle) x(t) - x(t-1)}: the angle comes from the input by least squares. */
    @Test
    void whatFollowsASineIsItsOwnContinuation() {
        SequenceDataset dataset = Samples.dataset(new SineMixtureFactory(), "{'sines': 1, 'window': 64, 'horizon': 8}");
        double squares = 0;
        for (Sample sample : Samples.of(dataset, Part.TRAIN, 500)) {
            double[] x = new double[72];
            for (int t = 0; t < 72; t++) {
                x[t] = t < 64 ? sample.features()[t][0] : sample.values()[t - 64];
                squares += x[t] * x[t];
            }
            double product = 0;
            double square = 0;
            for (int t = 1; t < 63; t++) {
                product += x[t] * (x[t + 1] + x[t - 1]);
                square += x[t] * x[t];
            }
            double turn = product / square;
            double period = 2 * Math.PI / Math.acos(Math.min(1, turn / 2));
            assertThat(period).isBetween(3.99, 64.5);
            for (int t = 63; t < 71; t++) {
                assertThat(x[t + 1]).isCloseTo(turn * x[t] - x[t - 1], within(1e-5));
            }
        }
        assertThat(squares / 500 / 72).isCloseTo(7 / 12.0, within(0.05));
    }

    @Test
    void anyNumberOfSinesHasTheSameVarianceAndItsSlice() {
        SequenceDataset dataset = Samples.dataset(new SineMixtureFactory(), "{}");
        double[] squares = new double[3];
        int[] counts = new int[3];
        for (Sample sample : Samples.of(dataset, Part.TEST, 3_000)) {
            for (float value : sample.values()) {
                squares[sample.slice()] += value * value / 16;
            }
            counts[sample.slice()]++;
        }
        for (int i = 0; i < 3; i++) {
            assertThat(counts[i] / 3_000.0).isCloseTo(1 / 3.0, within(Samples.spread(1 / 3.0, 3_000)));
            assertThat(squares[i] / counts[i]).isCloseTo(7 / 12.0, within(0.06));
        }
        assertThat(dataset.slices()).containsExactly("1 sine", "2 sines", "4 sines");
        assertThat(Samples.baselineError(dataset, Part.TEST, 3_000)).isCloseTo(7 / 12.0, within(0.04));
    }

    @Test
    void noiseIsOnTheInputAlone() {
        List<Sample> clear = Samples.of(Samples.dataset(new SineMixtureFactory(), "{}"), Part.TRAIN, 200);
        List<Sample> noisy = Samples.of(Samples.dataset(new SineMixtureFactory(), "{'noise': 0.2}"), Part.TRAIN, 200);
        double squares = 0;
        for (int i = 0; i < 200; i++) {
            Sample a = clear.get(i);
            Sample b = noisy.get(i);
            assertThat(b.values()).isEqualTo(a.values());
            for (int t = 0; t < 64; t++) {
                squares += Math.pow(b.features()[t][0] - a.features()[t][0], 2);
            }
        }
        assertThat(Math.sqrt(squares / 200 / 64)).isCloseTo(0.2, within(0.005));
    }
}
