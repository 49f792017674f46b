package dev.unroll.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.engine.Engine;
import dev.unroll.kernel.Kernels;
import dev.unroll.layer.EncoderStream;
import dev.unroll.layer.Pass;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.SequenceStream;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.model.Task.Tokens;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.testing.Closeness;
import dev.unroll.testing.Specs;
import dev.unroll.testing.StreamCheck;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Step by step a causal encoder gives the bits of the batched pass. */
class TransformerStreamTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 13, 33, 64})
    void anyNumberOfSequencesSideBySide(int batch) {
        TransformerSpec spec = Specs.of(TransformerSpec.class, "modelSize", 12, "numHeads", 3, "feedForwardSize", 20);
        StreamCheck.check((task, engine) -> model(spec, task, engine), batch, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    void randomCombinationsOfOptions(int seed) {
        RandomStream random = Randomness.of(seed, Purpose.PROBE).stream();
        TransformerSpec spec = Specs.of(TransformerSpec.class, "modelSize", 16, "numHeads", 4, "numKeyValueHeads",
                1 << random.nextInt(3), "feedForwardSize", 9,
                "activation", Activation.values()[random.nextInt(4)],
                "normalization", Normalization.values()[random.nextInt(2)], "normFirst", random.nextInt(2) == 0,
                "positions", Positions.values()[seed % Positions.values().length],
                "attentionWindow", random.nextInt(2) == 0 ? 99 : 1 + random.nextInt(9), "dropout", 0.2,
                "attentionDropout", 0.2);
        StreamCheck.check((task, engine) -> model(spec, task, engine), 3, seed);
    }

    private static SequenceModel model(TransformerSpec spec, Task task, Engine engine) {
        return new TransformerFactory().create(spec, task, Randomness.of(1, Purpose.INITIALIZATION), engine);
    }

    /** Beyond a block of keys, and where positions have to make more room. */
    @ParameterizedTest
    @CsvSource({"SINUSOIDAL, 999, 8", "ROTARY, 999, 8", "ALIBI, 130, 16", "RELATIVE, 100, 8", "LEARNED, 3, 40",
        "NONE, 1, 4"})
    void longSequences(Positions positions, int window, int headSize) {
        int length = 300;
        TransformerSpec spec = Specs.of(TransformerSpec.class, "modelSize", 2 * headSize, "numHeads", 2,
                "numKeyValueHeads", 1, "feedForwardSize", 8, "positions", positions, "attentionWindow", window,
                "maxPositions", positions == Positions.LEARNED ? length : null);
        EncoderRun batched = new EncoderRun(spec, EncoderRun.engine(Kernels.vector(), 1), length);
        batched.forward(Pass.EVALUATION);
        for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
            EncoderRun run = new EncoderRun(spec, EncoderRun.engine(kernels, 1), length);
            EncoderStream stream = run.encoder.stream(1);
            int width = spec.modelSize();
            for (int t = 0; t < length; t++) {
                float[] row = stream.step(Arrays.copyOfRange(run.input, t * width, (t + 1) * width));
                Closeness.assertSameBits("step " + t, row,
                        Arrays.copyOfRange(batched.output, t * width, (t + 1) * width), width);
            }
        }
    }

    @Test
    void aStreamBeyondLearnedPositionsIsRefused() {
        TransformerSpec spec = Specs.of(TransformerSpec.class, "modelSize", 4, "numHeads", 1, "positions",
                Positions.LEARNED, "maxPositions", 2);
        EncoderStream stream = new EncoderRun(spec, EncoderRun.engine(Kernels.vector(), 1), 2).encoder.stream(1);
        stream.step(new float[4]);
        stream.step(new float[4]);
        assertThatThrownBy(() -> stream.step(new float[4])).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no longer than maxPositions");
    }

    @Test
    void fullAttentionIsRefused() {
        Task task = new Task(new Tokens(5), new Target(TargetKind.CLASS_PER_STEP, 5), new CrossEntropy());
        SequenceModel model = model(Specs.of(TransformerSpec.class, "causal", false), task, Engine.withThreads(1));
        assertThatThrownBy(() -> model.stream(1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a transformer must be causal to read step by step; got causal false, where steps wait for"
                        + " later ones; set causal to true, or give predict whole sequences");
    }

    @Test
    void tiedEmbeddingsStreamToo() {
        Task task = new Task(new Tokens(5), new Target(TargetKind.CLASS_PER_STEP, 5), new CrossEntropy());
        SequenceModel model = model(Specs.of(TransformerSpec.class, "modelSize", 8, "tieEmbeddings", true), task,
                Engine.withThreads(1));
        float[] expected = model.predict(new SequenceBatch(new int[] {3}, null, new int[] {4, 0, 2},
                null, null, null)).values();
        SequenceStream stream = model.stream(1);
        float[] actual = new float[15];
        for (int t = 0; t < 3; t++) {
            System.arraycopy(stream.step(new int[] {new int[] {4, 0, 2}[t]}), 0, actual, 5 * t, 5);
        }
        assertThat(actual).isEqualTo(expected);
    }
}
