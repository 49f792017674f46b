package dev.unroll.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.engine.RowLayout.Order;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowLayoutTest {

    @Test
    void timeMajorIsTheDocumentedExample() {
        RowLayout layout = layout(Order.TIME_MAJOR, 2, 3, 1);
        assertThat(places(layout)).containsExactly("1,0", "0,0", "2,0", "1,1", "0,1", "1,2");
        assertThat(new int[] {layout.rowOfRank(0, 0), layout.rowOfRank(0, 1), layout.rowOfRank(0, 2)})
                .containsExactly(0, 3, 5);
        assertThat(new int[] {layout.active(0, 0), layout.active(0, 1), layout.active(0, 2)}).containsExactly(3, 2, 1);
        assertThat(layout.maxLength()).isEqualTo(3);
    }

    @Test
    void theRowsOfABlockOfRanksFollowEachOther() {
        int[] lengths = new int[RowLayout.BLOCK + 2];
        Arrays.fill(lengths, 2);
        lengths[0] = 3;
        RowLayout layout = layout(Order.TIME_MAJOR, lengths);
        assertThat(layout.blocks()).isEqualTo(2);
        assertThat(layout.rowOfRank(0, 1)).isEqualTo(RowLayout.BLOCK);
        assertThat(layout.rowOfRank(0, 2)).isEqualTo(2 * RowLayout.BLOCK);
        assertThat(layout.rowOfRank(RowLayout.BLOCK, 0)).isEqualTo(2 * RowLayout.BLOCK + 1);
        assertThat(layout.rowOfRank(RowLayout.BLOCK, 1)).isEqualTo(2 * RowLayout.BLOCK + 3);
        assertThat(new int[] {layout.active(0, 1), layout.active(0, 2), layout.active(1, 1), layout.active(1, 2)})
                .containsExactly(RowLayout.BLOCK, 1, 2, 0);
    }

    @Test
    void batchMajorIsTheDocumentedExample() {
        RowLayout layout = layout(Order.BATCH_MAJOR, 2, 3, 1);
        assertThat(places(layout)).containsExactly("0,0", "0,1", "1,0", "1,1", "1,2", "2,0");
        assertThat(new int[] {layout.start(0), layout.start(1), layout.start(2)}).containsExactly(0, 2, 5);
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void anyBatchHasOneRowPerStepWhateverCameBefore(Order order) {
        RandomStream random = Randomness.of(3, Purpose.TEST_DATA).stream();
        RowLayout layout = new RowLayout(order);
        for (int batch = 0; batch < 200; batch++) {
            int[] lengths = new int[1 + random.nextInt(50)];
            for (int b = 0; b < lengths.length; b++) {
                lengths[b] = 1 + random.nextInt(1 + random.nextInt(30));
            }
            layout.update(lengths);
            String seen = Arrays.toString(lengths);
            assertThat(layout.order()).isEqualTo(order);
            assertThat(layout.batchSize()).isEqualTo(lengths.length);
            assertThat(layout.rows()).as(seen).isEqualTo(Arrays.stream(lengths).sum());
            assertThat(layout.maxLength()).as(seen).isEqualTo(Arrays.stream(lengths).max().orElseThrow());
            assertThat(places(layout)).as(seen).doesNotContainNull();
            for (int b = 0; b < lengths.length; b++) {
                assertThat(layout.length(b)).isEqualTo(lengths[b]);
            }
            if (order == Order.TIME_MAJOR) {
                assertRankedByFallingLength(layout, lengths);
            } else {
                for (int b = 0; b < lengths.length; b++) {
                    assertThat(layout.row(b, 0)).as(seen).isEqualTo(layout.start(b));
                    assertThat(layout.row(b, lengths[b] - 1)).as(seen).isEqualTo(layout.start(b) + lengths[b] - 1);
                }
            }
        }
    }

    private static void assertRankedByFallingLength(RowLayout layout, int[] lengths) {
        String seen = Arrays.toString(lengths);
        for (int rank = 0; rank < lengths.length; rank++) {
            int sequence = layout.sequenceOfRank(rank);
            for (int t = 0; t < lengths[sequence]; t++) {
                assertThat(layout.row(sequence, t)).as(seen).isEqualTo(layout.rowOfRank(rank, t));
                assertThat(rank % RowLayout.BLOCK).as(seen).isLessThan(layout.active(rank / RowLayout.BLOCK, t));
            }
            if (rank > 0) {
                int before = layout.sequenceOfRank(rank - 1);
                boolean inOrder = lengths[before] > lengths[sequence]
                        || lengths[before] == lengths[sequence] && before < sequence;
                assertThat(inOrder).as(seen).isTrue();
            }
        }
        for (int t = 0; t < layout.maxLength(); t++) {
            int step = t;
            assertThat(IntStream.range(0, layout.blocks()).map(block -> layout.active(block, step)).sum()).as(seen)
                    .isEqualTo((int) Arrays.stream(lengths).filter(length -> length > step).count());
        }
    }

    @Test
    void lengthsAreCopied() {
        int[] lengths = {2, 1};
        RowLayout layout = new RowLayout(Order.BATCH_MAJOR);
        layout.update(lengths);
        lengths[0] = 9;
        assertThat(layout.length(0)).isEqualTo(2);
    }

    private static RowLayout layout(Order order, int... lengths) {
        RowLayout layout = new RowLayout(order);
        layout.update(lengths);
        return layout;
    }

    /** "sequence,step" of each row; null for a row that is nobody's. Fails if two share a row. */
    private static String[] places(RowLayout layout) {
        String[] places = new String[layout.rows()];
        for (int b = 0; b < layout.batchSize(); b++) {
            for (int t = 0; t < layout.length(b); t++) {
                int row = layout.row(b, t);
                assertThat(places[row]).isNull();
                places[row] = b + "," + t;
            }
        }
        return places;
    }
}
