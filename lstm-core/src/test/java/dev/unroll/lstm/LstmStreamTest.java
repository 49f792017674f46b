package dev.unroll.lstm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.engine.Engine;
import dev.unroll.layer.Pooling;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.Direction;
import dev.unroll.recurrent.RecurrentRegularization;
import dev.unroll.testing.Specs;
import dev.unroll.testing.StreamCheck;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class LstmStreamTest {

    private static final Randomness INITIALIZATION = Randomness.of(1, Purpose.INITIALIZATION);

    private static LstmSpec spec(List<Integer> sizes, Pooling pooling, Direction direction) {
        return Specs.of(LstmSpec.class, "hiddenSizes", sizes, "pooling", pooling, "direction", direction);
    }

    private static void check(LstmSpec spec, int batch, long seed) {
        StreamCheck.check((task, engine) -> new LstmFactory().create(spec, task, INITIALIZATION, engine), batch, seed);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 13, 33, 64, 129})
    void theVanillaCellStreamsAtEverySize(int size) {
        check(spec(List.of(size, 5), null, null), size % 3 + 1, size);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "FIRST")
    void everyPoolingStreams(Pooling pooling) {
        check(spec(List.of(17), pooling, null), 9, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void anyVariantStreams(long seed) {
        RandomStream random = Randomness.of(seed, Purpose.PROBE).stream();
        boolean inputGate = flip(random);
        boolean forgetGate = flip(random);
        LstmSpec spec = Specs.of(LstmSpec.class, "hiddenSizes", List.of(6 + random.nextInt(20), 6 + random.nextInt(20)),
                "pooling", new Pooling[] {Pooling.LAST, Pooling.MEAN, Pooling.ATTENTION}[random.nextInt(3)],
                "peepholes", flip(random), "coupledGates", inputGate && forgetGate && flip(random),
                "inputGate", inputGate, "forgetGate", forgetGate, "outputGate", true,
                "inputActivation", CellActivation.values()[random.nextInt(4)],
                "outputActivation", CellActivation.values()[random.nextInt(4)], "fullGateRecurrence", flip(random),
                "gateActivation", GateActivation.values()[random.nextInt(2)], "cellClip", flip(random) ? 0.5 : null,
                "learnedInitialState", flip(random), "projectionSize", flip(random) ? 5 : null,
                "layerNorm", seed % 4 == 0, "regularization", new LstmRegularization(
                        new RecurrentRegularization(0.2, 0.2, seed % 3 == 0 ? 0.3 : 0.0), 0.2, seed % 3 == 1 ? 0.3 : 0.0));
        check(spec, 1 + random.nextInt(10), seed);
    }

    private static boolean flip(RandomStream random) {
        return random.nextInt(2) == 1;
    }

    @Test
    void whatReadsBackwardsIsRefusedInOneSentence() {
        Task task = new Task(new Features(3), new Target(TargetKind.VALUE, 2), new ValueLoss.Squared());
        for (Direction direction : List.of(Direction.REVERSE, Direction.BIDIRECTIONAL)) {
            SequenceModel model = new LstmFactory().create(spec(List.of(4), null, direction), task, INITIALIZATION,
                    Engine.withThreads(1));
            assertThatThrownBy(() -> model.stream(1)).hasMessage("sequences are read step by step only where no layer reads"
                    + " them backwards, which would need the steps to come; choose direction forward");
            assertThatThrownBy(() -> model.newState(1)).hasMessage("sequences are carried from one batch to the next only"
                    + " where no layer reads them backwards, which would need the steps to come; choose direction forward");
        }
        SequenceModel mean = new LstmFactory().create(spec(List.of(4), Pooling.MEAN, null), task, INITIALIZATION,
                Engine.withThreads(1));
        assertThatThrownBy(() -> mean.newState(1)).hasMessage("sequences are carried from one batch to the next only where"
                + " pooling is last, since any other also takes steps of the batches before; got pooling mean; choose"
                + " pooling last");
        assertThatThrownBy(() -> mean.stream(0)).hasMessage("a stream must be of at least one sequence; got 0");
    }
}
