package dev.unroll.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomnessTest {

    private static final Randomness ROOT = Randomness.of(7, Purpose.DROPOUT);

    private final int[] block = new int[4];

    @Test
    void derivedKeysAllDiffer() {
        Set<Long> first = new HashSet<>();
        for (int i = -500; i < 500; i++) {
            first.add(draw(ROOT.derive(i)));
            first.add(draw(ROOT.derive(1).derive(i)));
            first.add(draw(ROOT.derive("layer" + i)));
        }
        assertThat(first).hasSize(3000);
    }

    @Test
    void namesThatRunTogetherAlikeStayApart() {
        Set<Long> first = new HashSet<>();
        first.add(draw(ROOT.derive("ab").derive("c")));
        first.add(draw(ROOT.derive("a").derive("bc")));
        first.add(draw(ROOT.derive("abc")));
        first.add(draw(ROOT.derive("abc").derive("")));
        first.add(draw(ROOT.derive("").derive("abc")));
        first.add(draw(ROOT.derive("cba")));
        first.add(draw(ROOT));
        assertThat(first).hasSize(7);
    }

    @Test
    void whatAKeyDrawsIsNeverAKeyDerivedFromIt() {
        RandomStream stream = new RandomStream(draw(ROOT));
        assertThat(Philox.join(stream.nextInt(), stream.nextInt())).isNotEqualTo(draw(ROOT.derive(0)));
    }

    @Test
    void aKeyGivesTheSameWhateverWasAskedBefore() {
        long expected = draw(Randomness.of(7, Purpose.DROPOUT).derive("layer").derive(3));
        Randomness busy = Randomness.of(7, Purpose.DROPOUT);
        busy.stream().permutation(100);
        busy.derive("other").stream().nextGaussian();
        busy.dropoutMask(0.5f, 0, 8, new float[8], 0, block);
        Randomness layer = busy.derive("layer");
        layer.derive(2).stream().nextInt();
        layer.stream().nextInt();
        assertThat(draw(layer.derive(3))).isEqualTo(expected);
    }

    @Test
    void neighbouringKeysAreUncorrelated() {
        int n = 10_000;
        RandomStream one = ROOT.derive(1).stream();
        RandomStream two = ROOT.derive(2).stream();
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += one.nextGaussian() * two.nextGaussian();
        }
        assertThat(sum / n).isCloseTo(0, within(4 / Math.sqrt(n)));
    }

    @Test
    void firstDrawsOfManyKeysAreUniform() {
        int[] counts = new int[32];
        for (int i = 0; i < 32_000; i++) {
            counts[ROOT.derive(i).stream().nextInt() >>> 27]++;
        }
        assertThat(RandomStreamTest.chiSquare(counts, 1000)).isLessThan(RandomStreamTest.chiSquareBound(31));
    }

    @ParameterizedTest
    @ValueSource(floats = {0f, 0.1f, 0.5f, 0.9f})
    void masksDropAtTheirRateAndKeepTheMean(float rate) {
        int n = 100_000;
        float[] mask = mask(rate, 0, n);
        float kept = 1f / (1f - rate);
        int dropped = 0;
        for (float value : mask) {
            assertThat(value).isIn(0f, kept);
            dropped += value == 0f ? 1 : 0;
        }
        assertThat(dropped / (double) n).isCloseTo(rate, within(4 * Math.sqrt(rate * (1 - rate) / n) + 1e-9));
    }

    @Test
    void aMaskDependsOnPositionsOnly() {
        float[] whole = mask(0.3f, 0, 64);
        for (int position = 0; position < 64; position += 4) {
            for (int n = 1; n <= 64 - position; n += 5) {
                assertThat(mask(0.3f, position, n)).isEqualTo(Arrays.copyOfRange(whole, position, position + n));
            }
        }
    }

    @Test
    void aMaskTouchesItsRangeOnly() {
        float[] mask = new float[12];
        Arrays.fill(mask, -1f);
        ROOT.dropoutMask(0.5f, 0, 7, mask, 3, block);
        assertThat(Arrays.copyOf(mask, 3)).containsOnly(-1f);
        assertThat(Arrays.copyOfRange(mask, 3, 10)).doesNotContain(-1f);
        assertThat(Arrays.copyOfRange(mask, 10, 12)).containsOnly(-1f);
    }

    @Test
    void aLongPositionDoesNotWrap() {
        long far = 1L << 40;
        assertThat(mask(0.5f, far, 256)).isNotEqualTo(mask(0.5f, 0, 256)).isEqualTo(mask(0.5f, far, 256));
    }

    private float[] mask(float rate, long position, int n) {
        float[] mask = new float[n];
        ROOT.dropoutMask(rate, position, n, mask, 0, block);
        return mask;
    }

    private static long draw(Randomness randomness) {
        RandomStream stream = randomness.stream();
        return Philox.join(stream.nextInt(), stream.nextInt());
    }
}
