package dev.unroll.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.model.Task.Tokens;
import dev.unroll.training.Segments.Segment;
import org.junit.jupiter.api.Test;

class SegmentsTest {

    @Test
    void aTargetPerSequenceCountsWhereItsSequenceEnds() {
        Task task = new Task(new Features(2), new Target(TargetKind.VALUE, 2), new ValueLoss.Squared());
        float[] features = new float[3 * 5 * 2];
        for (int i = 0; i < features.length; i++) {
            features[i] = i;
        }
        SequenceBatch batch = new SequenceBatch(new int[] {2, 5, 3}, features, null, new float[] {1, 2, 3, 4, 5, 6}, null,
                new float[] {7, 8, 9});
        Segments segments = new Segments(batch, task, 2);
        assertThat(segments.count()).isEqualTo(3);

        Segment first = segments.get(0);
        assertThat(first.batch().lengths()).containsExactly(2, 2, 2);
        assertThat(first.batch().features()).containsExactly(0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23);
        assertThat(first.batch().values()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(first.batch().weights()).containsExactly(7, 0, 0);
        assertThat(first.going()).containsExactly(0, 1, 2);

        Segment second = segments.get(1);
        assertThat(second.batch().lengths()).containsExactly(2, 1);
        assertThat(second.batch().features()).containsExactly(14, 15, 16, 17, 24, 25, 0, 0);
        assertThat(second.batch().values()).containsExactly(3, 4, 5, 6);
        assertThat(second.batch().weights()).containsExactly(0, 9);
        assertThat(second.going()).containsExactly(1, 2);
        assertThat(second.weight()).isEqualTo(9);

        Segment third = segments.get(2);
        assertThat(third.batch().lengths()).containsExactly(1);
        assertThat(third.batch().features()).containsExactly(18, 19);
        assertThat(third.batch().weights()).containsExactly(8);
        assertThat(third.going()).containsExactly(0);
    }

    @Test
    void aTargetPerStepCountsWhereItStands() {
        Task task = new Task(new Tokens(9), new Target(TargetKind.CLASS_PER_STEP, 9), new CrossEntropy());
        int[] tokens = {1, 2, 3, 4, 5, 6, 7, -1};
        int[] classes = {2, 3, 4, 5, 6, 7, 8, -1};
        SequenceBatch batch = new SequenceBatch(new int[] {4, 3}, null, tokens, null, classes,
                new float[] {0, 0, 0, 1, 0, 0, 2, Float.NaN});
        Segments segments = new Segments(batch, task, 2);
        assertThat(segments.get(0).weight()).isZero();
        assertThat(segments.get(0).batch().tokens()).containsExactly(1, 2, 5, 6);
        Segment last = segments.get(1);
        assertThat(last.batch().tokens()).containsExactly(3, 4, 7, 0);
        assertThat(last.batch().classes()).containsExactly(4, 5, 8, 0);
        assertThat(last.batch().weights()).containsExactly(0, 1, 2, 0);
        assertThat(last.weight()).isEqualTo(3);
        SequenceBatch even = new SequenceBatch(new int[] {4, 3}, null, tokens, null, classes, null);
        assertThat(new Segments(even, task, 2).get(1).weight()).isEqualTo(3);
    }
}
