package dev.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.engine.RowLayout;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RankRangesTest {

    private final RankRanges ranges = new RankRanges();

    private String divided(int most, int... lengths) {
        RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
        layout.update(lengths);
        ranges.update(layout, most);
        StringBuilder text = new StringBuilder();
        for (int range = 0; range < ranges.count(); range++) {
            text.append(ranges.from(range)).append('-').append(ranges.to(range)).append(' ');
        }
        return text.toString().strip();
    }

    private static int[] equalLengths(int batchSize) {
        int[] lengths = new int[batchSize];
        Arrays.fill(lengths, 10);
        return lengths;
    }

    @Test
    void equalLengthsAreDividedEvenlyInTilesOfRows() {
        assertThat(divided(1, equalLengths(32))).isEqualTo("0-32");
        assertThat(divided(2, equalLengths(32))).isEqualTo("0-16 16-32");
        assertThat(divided(3, equalLengths(48))).isEqualTo("0-16 16-32 32-48");
        assertThat(divided(2, equalLengths(20))).isEqualTo("0-8 8-20");
        assertThat(divided(2, equalLengths(8))).isEqualTo("0-4 4-8");
        assertThat(divided(4, equalLengths(8))).isEqualTo("0-4 4-8");
        assertThat(divided(2, equalLengths(3))).isEqualTo("0-3");
        assertThat(divided(4, equalLengths(1))).isEqualTo("0-1");
    }

    @Test
    void longSequencesCountForMore() {
        int[] lengths = new int[40];
        Arrays.fill(lengths, 1);
        Arrays.fill(lengths, 16, 24, 100);
        assertThat(divided(2, lengths)).isEqualTo("0-8 8-40");
    }

    @Test
    void everyRankIsInExactlyOneRange() {
        RandomStream random = Randomness.of(1, Purpose.PROBE).stream();
        for (int trial = 0; trial < 200; trial++) {
            int[] lengths = new int[1 + random.nextInt(90)];
            for (int b = 0; b < lengths.length; b++) {
                lengths[b] = 1 + random.nextInt(30);
            }
            int most = 1 + random.nextInt(6);
            divided(most, lengths);
            assertThat(ranges.count()).isBetween(1, most);
            int next = 0;
            for (int range = 0; range < ranges.count(); range++) {
                assertThat(ranges.from(range)).isEqualTo(next);
                assertThat(ranges.to(range)).isGreaterThan(next);
                next = ranges.to(range);
            }
            assertThat(next).isEqualTo(lengths.length);
        }
    }
}
