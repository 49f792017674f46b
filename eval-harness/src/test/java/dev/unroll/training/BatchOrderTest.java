package dev.unroll.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchOrderTest {

    private static int[] lengths(int examples) {
        RandomStream random = Randomness.of(5, Purpose.PROBE).stream();
        return IntStream.range(0, examples).map(i -> 1 + random.nextInt(100)).toArray();
    }

    private static int[][] epoch(BatchOrder order, int epoch, int perEpoch) {
        return IntStream.range(0, perEpoch).mapToObj(i -> order.indices(epoch * perEpoch + i)).toArray(int[][]::new);
    }

    /** Steps of all batches once each is padded to its longest sequence. */
    private static long steps(int[][] batches, int[] lengths) {
        return Arrays.stream(batches)
                .mapToLong(batch -> (long) batch.length * IntStream.of(batch).map(i -> lengths[i]).max().orElseThrow())
                .sum();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 2", "7, 3, 2", "13, 4, 2", "64, 8, 3", "100, 7, 50", "33, 32, 4"})
    void everyEpochShowsEachExampleOnceInBatchesOfTheirSize(int examples, int batchSize, int pool) {
        int perEpoch = (examples - 1) / batchSize + 1;
        BatchOrder order = new BatchOrder(examples, lengths(examples), batchSize, pool, 1);
        for (int epoch = 0; epoch < 3; epoch++) {
            int[][] batches = epoch(order, epoch, perEpoch);
            assertThat(Arrays.stream(batches).flatMapToInt(IntStream::of).sorted().toArray())
                    .isEqualTo(IntStream.range(0, examples).toArray());
            assertThat(Arrays.stream(batches).filter(batch -> batch.length == batchSize).count())
                    .isEqualTo(examples / batchSize);
        }
    }

    @Test
    void bucketingSortsWhatThePermutationBringsTogether() {
        int[] lengths = lengths(60);
        int[][] random = epoch(new BatchOrder(60, null, 5, 1, 3), 2, 12);
        int[][] bucketed = epoch(new BatchOrder(60, lengths, 5, 4, 3), 2, 12);
        for (int first = 0; first < 12; first += 4) {
            int[][] pool = Arrays.copyOfRange(bucketed, first, first + 4);
            assertThat(Arrays.stream(pool).flatMapToInt(IntStream::of).sorted().toArray())
                    .isEqualTo(Arrays.stream(random, first, first + 4).flatMapToInt(IntStream::of).sorted().toArray());
            Arrays.sort(pool, (a, b) -> Integer.compare(lengths[a[0]], lengths[b[0]]));
            assertThat(Arrays.stream(pool).flatMapToInt(IntStream::of).map(i -> lengths[i]).toArray()).isSorted();
        }
    }

    @Test
    void bucketingLeavesLittlePaddingAndNoOrderByLength() {
        int[] lengths = lengths(3_200);
        long needed = IntStream.of(lengths).sum();
        int[][] bucketed = epoch(new BatchOrder(3_200, lengths, 32, 50, 1), 0, 100);
        assertThat(steps(epoch(new BatchOrder(3_200, null, 32, 1, 1), 0, 100), lengths)).isGreaterThan(needed * 18 / 10);
        assertThat(steps(bucketed, lengths)).isBetween(needed, needed * 105 / 100);
        long longer = IntStream.range(1, 50)
                .filter(i -> lengths[bucketed[i][0]] > lengths[bucketed[i - 1][0]]).count();
        assertThat(longer).isBetween(15L, 35L);
    }

    @Test
    void theOrderDependsOnSeedAndEpochAndNotOnWhatWasAskedBefore() {
        int[] lengths = lengths(50);
        BatchOrder forwards = new BatchOrder(50, lengths, 8, 3, 1);
        BatchOrder backwards = new BatchOrder(50, lengths, 8, 3, 1);
        int[][] expected = IntStream.range(0, 21).mapToObj(forwards::indices).toArray(int[][]::new);
        for (int update = 20; update >= 0; update--) {
            assertThat(backwards.indices(update)).isEqualTo(expected[update]);
        }
        assertThat(new BatchOrder(50, lengths, 8, 3, 2).indices(0)).isNotEqualTo(expected[0]);
        assertThat(forwards.indices(7)).isNotEqualTo(expected[0]);
    }
}
