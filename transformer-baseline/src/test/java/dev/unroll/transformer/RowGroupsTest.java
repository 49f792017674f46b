package dev.unroll.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.engine.RowLayout;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RowGroupsTest {

    private final RowGroups groups = new RowGroups();

    @Test
    void aSmallBatchIsOneGroup() {
        update(20, 43);

        assertThat(groups.count()).isEqualTo(1);
        assertThat(groups.firstRow(1)).isEqualTo(63);
    }

    @Test
    void equalSequencesAreDividedEqually() {
        int[] lengths = new int[32];
        Arrays.fill(lengths, 50);
        update(lengths);

        assertThat(groups.wholeSequences()).isTrue();
        assertThat(firstSequences()).containsExactly(0, 8, 16, 24, 32);
        assertThat(firstRows()).containsExactly(0, 400, 800, 1200, 1600);
    }

    @Test
    void fewerSequencesThanGroupsAreDividedByRows() {
        update(400);

        assertThat(groups.wholeSequences()).isFalse();
        assertThat(firstRows()).containsExactly(0, 100, 200, 300, 400);
    }

    @Test
    void oneLongSequenceLeavesGroupsEmpty() {
        update(1000, 1, 1, 1, 1);

        assertThat(firstSequences()).containsExactly(0, 1, 1, 1, 5);
        assertThat(firstRows()).containsExactly(0, 1000, 1000, 1000, 1004);
    }

    @Test
    void evenGroupsDifferLittle() {
        update(40, 40, 40, 40, 40, 40, 40, 40);
        assertThat(groups.even()).isTrue();
        update(110, 3, 110, 3, 110, 3, 110, 3);
        assertThat(groups.even()).isTrue();
        update(1000, 1, 1, 1, 1);
        assertThat(groups.even()).isFalse();
        update(400);
        assertThat(groups.even()).isFalse();
    }

    @Test
    void anyBatchIsCoveredOnceAndInOrder() {
        for (int seed = 0; seed < 300; seed++) {
            var stream = Randomness.of(seed, Purpose.INITIALIZATION).stream();
            int[] lengths = new int[1 + stream.nextInt(40)];
            Arrays.setAll(lengths, b -> 1 + stream.nextInt(60));
            RowLayout layout = update(lengths);

            assertThat(firstRows()).as("seed " + seed).isSorted().startsWith(0).endsWith(layout.rows());
            for (int group = 0; groups.wholeSequences() && group < groups.count(); group++) {
                int sequence = groups.firstSequence(group);
                assertThat(groups.firstRow(group)).as("seed " + seed)
                        .isEqualTo(sequence < lengths.length ? layout.start(sequence) : layout.rows());
            }
        }
    }

    private RowLayout update(int... lengths) {
        RowLayout layout = new RowLayout(RowLayout.Order.BATCH_MAJOR);
        layout.update(lengths);
        groups.update(layout);
        return layout;
    }

    private int[] firstRows() {
        int[] rows = new int[groups.count() + 1];
        Arrays.setAll(rows, groups::firstRow);
        return rows;
    }

    private int[] firstSequences() {
        int[] sequences = new int[groups.count() + 1];
        Arrays.setAll(sequences, groups::firstSequence);
        return sequences;
    }
}
