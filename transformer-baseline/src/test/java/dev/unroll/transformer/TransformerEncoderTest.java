package dev.unroll.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.kernel.Kernels;
import dev.unroll.layer.Pass;
import dev.unroll.testing.Closeness;
import dev.unroll.testing.SteadyState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransformerEncoderTest {

    private static TransformerSpec spec(int modelSize, int numHeads, int numLayers, int feedForwardSize,
            Activation activation, boolean normFirst, boolean causal, double dropout) {
        return new TransformerSpec(modelSize, numHeads, numLayers, feedForwardSize, activation, normFirst, causal, null,
                dropout, null);
    }

    @ParameterizedTest
    @CsvSource({
        "RELU, true, true, 6, 2, 2, 5, '4 1 7'", "RELU, true, false, 6, 3, 1, 9, '3 6'",
        "GELU, true, true, 8, 4, 2, 8, '5 2'", "GELU, true, false, 6, 1, 3, 7, '1'",
        "RELU, false, true, 6, 2, 1, 5, '4 1 7'", "RELU, false, false, 6, 3, 2, 9, '3 6'",
        "GELU, false, true, 8, 4, 3, 8, '5 2'", "GELU, false, false, 7, 1, 1, 7, '1 37'",
        "GELU, true, true, 4, 2, 1, 6, '37 3'", "GELU, true, true, 4, 2, 1, 6, '150 3'",
        "GELU, true, false, 4, 1, 1, 3, '150'"})
    void outputsAndAllGradientsMatchANaiveReferenceInDouble(Activation activation, boolean normFirst, boolean causal,
            int size, int heads, int layers, int inner, String lengthList) {
        int[] lengths = Arrays.stream(lengthList.split(" ")).mapToInt(Integer::parseInt).toArray();
        TransformerSpec spec = spec(size, heads, layers, inner, activation, normFirst, causal, 0);
        new EncoderRun(spec, EncoderRun.engine(Kernels.vector(), 2), lengths).assertMatchesNaive(Pass.EVALUATION);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void threadsAndKernelsChangeNoBitOfATrainingStep(boolean normFirst, boolean causal) {
        TransformerSpec spec = spec(30, 3, 2, 40, Activation.GELU, normFirst, causal, 0.2);
        int[] lengths = {70, 1, 37, 150, 129};
        EncoderRun plain = new EncoderRun(spec, EncoderRun.engine(Kernels.scalar(), 1), lengths)
                .forward(EncoderRun.TRAINING).backward();
        for (int threads = 1; threads <= 4; threads++) {
            new EncoderRun(spec, EncoderRun.engine(Kernels.vector(), threads), lengths).forward(EncoderRun.TRAINING)
                    .backward().assertSameBits(plain);
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void laterInputsNeverChangeABitOfEarlierOutputs(boolean normFirst) {
        TransformerSpec spec = spec(16, 2, 2, 20, Activation.GELU, normFirst, true, 0);
        EncoderRun plain = new EncoderRun(spec, EncoderRun.engine(Kernels.vector(), 1), 9, 140, 5)
                .forward(Pass.EVALUATION);
        for (int step : new int[] {1, 31, 32, 100, 128, 139}) {
            for (float value : new float[] {2f, Float.NaN}) {
                EncoderRun other = new EncoderRun(spec, EncoderRun.engine(Kernels.vector(), 1), 9, 140, 5);
                Arrays.fill(other.input, (9 + step) * 16, (9 + 140) * 16, value);
                other.forward(Pass.EVALUATION);
                Closeness.assertSameBits("outputs before step " + step, other.output, plain.output, (9 + step) * 16);
                assertThat(other.output[(9 + step) * 16]).isNotEqualTo(plain.output[(9 + step) * 16]);
            }
        }
    }

    @Test
    void aSequenceComesOutTheSameInAnyCompany() {
        TransformerSpec spec = spec(16, 2, 2, 20, Activation.RELU, true, false, 0);
        EncoderRun together = new EncoderRun(spec, EncoderRun.engine(Kernels.vector(), 1), 33, 70, 140)
                .forward(Pass.EVALUATION);
        EncoderRun alone = new EncoderRun(spec, EncoderRun.engine(Kernels.vector(), 1), 70);
        System.arraycopy(together.input, 33 * 16, alone.input, 0, 70 * 16);
        alone.forward(Pass.EVALUATION);
        Closeness.assertSameBits("output", alone.output,
                Arrays.copyOfRange(together.output, 33 * 16, 103 * 16), 70 * 16);
    }

    @Test
    void withoutPositionsAFullModelSeesASet() {
        TransformerSpec spec = new TransformerSpec(8, 2, 1, 8, null, null, false, Positions.NONE, null, null);
        EncoderRun run = new EncoderRun(spec, EncoderRun.engine(Kernels.scalar(), 1), 5).forward(Pass.EVALUATION);
        EncoderRun swapped = new EncoderRun(spec, EncoderRun.engine(Kernels.scalar(), 1), 5);
        System.arraycopy(run.input, 0, swapped.input, 3 * 8, 8);
        System.arraycopy(run.input, 3 * 8, swapped.input, 0, 8);
        swapped.forward(Pass.EVALUATION);
        for (int j = 0; j < 8; j++) {
            assertThat(swapped.output[3 * 8 + j]).isCloseTo(run.output[j],
                    within(1e-5f));
        }
    }

    @Test
    void aTrainingStepInSteadyStateAllocatesNothing() {
        TransformerSpec spec = spec(16, 2, 2, 20, Activation.GELU, true, true, 0);
        EncoderRun run = new EncoderRun(spec, EncoderRun.engine(Kernels.scalar(), 1), 20, 13, 1);
        float[] dOutput = run.dOutput.clone();
        new SteadyState().assertAllocatesNothing(() -> {
            run.encoder.forward(run.layout, run.input, Pass.EVALUATION);
            run.encoder.backward(run.layout, dOutput, run.dInput);
        });
    }

    @Test
    void statesAreWhatEachBlockPutsOut() {
        TransformerSpec spec = spec(8, 2, 3, 8, Activation.RELU, false, true, 0);
        EncoderRun run = new EncoderRun(spec, EncoderRun.engine(Kernels.scalar(), 1), 4, 2).forward(Pass.EVALUATION);
        List<String> names = new ArrayList<>();
        run.encoder.states(run.layout, (name, size, values, offset, stride) -> {
            names.add(name);
            assertThat(size).isEqualTo(8);
            if (name.equals("layer2.hidden")) {
                assertThat(values[offset + 5 * stride + 7]).isEqualTo(run.output[5 * 8 + 7]);
            }
        });
        assertThat(names).containsExactly("layer0.hidden", "layer1.hidden", "layer2.hidden");
    }
}
