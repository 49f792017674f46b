package dev.unroll.gru;

import dev.unroll.layer.Pooling;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.testing.StreamCheck;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GruStreamTest {

    @ParameterizedTest
    @CsvSource({"1, LAST, true", "7, MEAN, true", "13, ATTENTION, true", "33, LAST, false", "64, LAST, true",
            "129, ATTENTION, false"})
    void aStreamGivesTheBitsOfTheBatchedPass(int size, Pooling pooling, boolean resetAfter) {
        GruSpec spec = new GruSpec(List.of(size, 6), null, null, pooling, null, resetAfter);
        StreamCheck.check((task, engine) -> new GruFactory().create(spec, task, Randomness.of(1, Purpose.INITIALIZATION),
                engine), size % 4 + 1, size);
    }
}
