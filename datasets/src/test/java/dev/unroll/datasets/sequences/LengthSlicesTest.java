package dev.unroll.datasets.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.dataset.TargetSlice;
import dev.unroll.datasets.Horizon;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LengthSlicesTest {

    @Test
    void eachRangeHoldsAThirdOfTheTrainingExamples() {
        LengthSlices slices = new LengthSlices("steps", new int[] {9, 2, 3, 3, 4, 5, 5, 20, 7});
        assertThat(slices.names()).containsExactly("up to 3 steps", "4–5 steps", "6 or more steps");
        assertThat(IntStream.of(1, 3, 4, 5, 6, 99).map(slices::of)).containsExactly(0, 0, 1, 1, 2, 2);
    }

    @Test
    void rangesThatWouldBeEmptyAreLeftOut() {
        assertThat(new LengthSlices("steps", new int[] {3, 3, 3, 3, 8}).names())
                .containsExactly("up to 3 steps", "4 or more steps");
        assertThat(new LengthSlices("steps", new int[] {2, 3, 4, 4}).names())
                .containsExactly("up to 3 steps", "4 or more steps");
        LengthSlices none = new LengthSlices("steps", new int[] {1, 5, 5, 5, 5, 5});
        assertThat(none.names()).isEmpty();
        assertThat(none.of(1)).isEqualTo(-1);
    }

    @Test
    void aHorizonIsCutInFour() {
        assertThat(Horizon.slices(1, 3)).isEmpty();
        assertThat(Horizon.slices(2, 3)).containsExactly(new TargetSlice("step 1 ahead", 0, 3),
                new TargetSlice("step 2 ahead", 3, 6));
        assertThat(Horizon.slices(10, 2)).containsExactly(new TargetSlice("steps 1–2 ahead", 0, 4),
                new TargetSlice("steps 3–5 ahead", 4, 10), new TargetSlice("steps 6–7 ahead", 10, 14),
                new TargetSlice("steps 8–10 ahead", 14, 20));
    }
}
