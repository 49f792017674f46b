package dev.unroll.transformer;

import static dev.unroll.testing.Closeness.assertClose;

import dev.unroll.engine.Engine;
import dev.unroll.exchange.Layout;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.testing.ExchangeContract;
import dev.unroll.testing.Fixture;
import dev.unroll.testing.Numbers;
import dev.unroll.testing.PyTorchFile;
import dev.unroll.testing.Specs;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformerWeightMapTest extends ExchangeContract<TransformerSpec> {

    private static final int WIDTH = 8;

    @Override
    protected ModelFactory<TransformerSpec> factory() {
        return new TransformerFactory();
    }

    /** Input map and head change nothing; the last normalization, which the fixtures lack, has gain 1 and bias 0. */
    @ParameterizedTest
    @ValueSource(strings = {"transformer_prenorm_relu_full", "transformer_prenorm_gelu_causal",
        "transformer_postnorm_relu_full", "transformer_postnorm_gelu_causal"})
    void pyTorchsWeightsGivePyTorchsOutputs(String name) {
        Fixture fixture = Fixture.load(name);
        boolean normFirst = fixture.config().get("norm_first").booleanValue();
        TransformerSpec spec = Specs.of(TransformerSpec.class, "modelSize", WIDTH, "numHeads",
                fixture.config().get("heads").intValue(), "numLayers", 1, "feedForwardSize",
                fixture.config().get("feed_forward").intValue(), "activation",
                Activation.valueOf(fixture.config().get("activation").textValue().toUpperCase(Locale.ROOT)),
                "normFirst", normFirst, "causal", fixture.config().get("causal").booleanValue(),
                "positions", Positions.NONE);
        Task task = new Task(new Features(WIDTH), new Target(TargetKind.CLASS_PER_STEP, WIDTH), new CrossEntropy());
        SequenceModel model = factory().create(spec, task, Randomness.of(1, Purpose.INITIALIZATION),
                Engine.withThreads(1));
        float[] ones = new float[WIDTH];
        Arrays.fill(ones, 1);
        PyTorchFile file = new PyTorchFile().identity("projection", WIDTH).module("net.encoder.layers.0.", fixture)
                .identity("head", WIDTH);
        if (normFirst) {
            file.tensor("net.encoder.norm.weight", new int[] {WIDTH}, ones)
                    .tensor("net.encoder.norm.bias", new int[] {WIDTH}, new float[WIDTH]);
        }
        map(model, Layout.PYTORCH).read(file.content(), Map.of(), name);

        float[] x = Numbers.toFloat(fixture.input("x"));
        SequenceBatch batch = new SequenceBatch(new int[] {5, 5, 5}, x, null, null, null, null);
        double[] y = fixture.output("y");
        assertClose("y", model.predict(batch).values(), normFirst ? normalized(y) : y, 1e-5, 1e-5);
    }

    @Test
    void aModelSavedByPyTorchPredictsAsThere() throws IOException {
        assertPredictsAlike("pytorch_transformer", Specs.of(TransformerSpec.class, "modelSize", 8, "numHeads", 2,
                "feedForwardSize", 12, "positions", Positions.NONE), Layout.PYTORCH);
    }

    private static double[] normalized(double[] rows) {
        double[] normalized = new double[rows.length];
        for (int from = 0; from < rows.length; from += WIDTH) {
            double[] row = Arrays.copyOfRange(rows, from, from + WIDTH);
            double mean = Arrays.stream(row).average().orElseThrow();
            double variance = Arrays.stream(row).map(value -> (value - mean) * (value - mean)).average().orElseThrow();
            for (int j = 0; j < WIDTH; j++) {
                normalized[from + j] = (row[j] - mean) / Math.sqrt(variance + 1e-5);
            }
        }
        return normalized;
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void whatIsWrittenIsReadBackToTheBit(boolean normFirst) throws IOException {
        assertSameBitsAfterExchange(Specs.of(TransformerSpec.class, "modelSize", 8, "numHeads", 2,
                "feedForwardSize", 12, "normFirst", normFirst), Layout.PYTORCH);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "numKeyValueHeads | 1 | numKeyValueHeads must be 2 for PyTorch's nn.TransformerEncoder, which has nothing"
                + " else; got 1",
        "attentionWindow | 4 | attentionWindow must be left out for PyTorch's nn.TransformerEncoder, which has"
                + " nothing else; got 4"})
    void anOptionThatPyTorchLacksIsRefused(String option, int value, String message) {
        assertRefused(Specs.of(TransformerSpec.class, "modelSize", 8, "numHeads", 2, option, value), Layout.PYTORCH,
                message);
    }

    @Test
    void gatesAndRootMeanSquaresAreRefused() {
        assertRefused(Specs.of(TransformerSpec.class, "modelSize", 8, "activation", Activation.SWIGLU), Layout.PYTORCH,
                "activation must be relu or gelu for PyTorch's nn.TransformerEncoder, which has nothing else; got"
                        + " swiglu");
        assertRefused(Specs.of(TransformerSpec.class, "modelSize", 8, "normalization", Normalization.RMS),
                Layout.PYTORCH,
                "normalization must be layer for PyTorch's nn.TransformerEncoder, which has nothing else; got rms");
    }

    @Test
    void theLayoutOfKerasIsRefused() {
        assertRefused(TransformerSpec.of(8, 2, 1), Layout.KERAS,
                "a transformer's weights must be in PyTorch's layout; got Keras's, which has none for its encoder");
    }
}
