package dev.unroll.datasets.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.dataset.BatchArrays;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task.TargetKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExampleBufferTest {

    private static final List<String> SYMBOLS = List.of("a", "b", "c");

    private final BatchArrays arrays = new BatchArrays();

    @Test
    void examplesOfAllLengthsArePaddedOverWhatAnEarlierBatchLeft() {
        fill(2, 90, 2, 60);

        SequenceBatch batch = fill(1, 3, 1, 2);

        assertThat(batch.lengths()).containsExactly(3, 2);
        assertThat(batch.tokens()).containsExactly(1, 1, 1, 1, 1, 0);
        assertThat(batch.classes()).containsExactly(0, 0, 1, 0, 1, 0);
        assertThat(batch.weights()).containsExactly(0, 0, 1, 0, 1, 0);
    }

    /** Two examples of a symbol, so many times, with itself expected at the last step. */
    private SequenceBatch fill(int firstSymbol, int firstSteps, int secondSymbol, int secondSteps) {
        ExampleBuffer buffer = new ExampleBuffer(Form.tokens(SYMBOLS, TargetKind.CLASS_PER_STEP, SYMBOLS, 0), 2,
                arrays);
        for (int[] example : new int[][] {{firstSymbol, firstSteps}, {secondSymbol, secondSteps}}) {
            buffer.begin();
            buffer.tokens(example[0], example[1]);
            buffer.expect(example[1] - 1, example[0]);
            buffer.finish();
        }
        return buffer.batch();
    }

    @Test
    void examplesOfAFormWithStepsHaveThoseSteps() {
        ExampleBuffer few = new ExampleBuffer(Form.tokens(SYMBOLS, TargetKind.CLASS, SYMBOLS, 5), 2, arrays);
        few.begin();
        few.tokens(1, 4);
        assertThatThrownBy(few::finish).isInstanceOf(IllegalStateException.class)
                .hasMessage("an example must have the 5 steps of its task's form; got 4");

        ExampleBuffer many = new ExampleBuffer(Form.tokens(SYMBOLS, TargetKind.CLASS, SYMBOLS, 5), 2, arrays);
        many.begin();
        assertThatThrownBy(() -> many.tokens(1, 6)).isInstanceOf(IllegalStateException.class)
                .hasMessage("an example must have the 5 steps of its task's form; got 6");
    }
}
