package dev.unroll.rnn;

import dev.unroll.layer.Pooling;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.testing.StreamCheck;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RnnStreamTest {

    @ParameterizedTest
    @CsvSource({"1, LAST, TANH, false, 1", "7, MEAN, RELU, true, 1", "13, ATTENTION, TANH, true, 0.3",
            "33, LAST, TANH, true, 0.7", "64, LAST, RELU, false, 0.5", "129, ATTENTION, TANH, false, 1"})
    void aStreamGivesTheBitsOfTheBatchedPass(int size, Pooling pooling, Activation activation, boolean learned,
            double leak) {
        RnnSpec spec = new RnnSpec(List.of(size, 6), activation, null, null, pooling, null, learned, null, leak, null, null,
                null, null);
        StreamCheck.check((task, engine) -> new RnnFactory().create(spec, task, Randomness.of(1, Purpose.INITIALIZATION),
                engine), size % 4 + 1, size);
    }
}
