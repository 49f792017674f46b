package dev.unroll.transformer;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.Kernels;
import dev.unroll.layer.GradientSums;
import dev.unroll.layer.Pass;
import dev.unroll.model.Parameter;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.testing.Closeness;
import dev.unroll.testing.Fixture;
import dev.unroll.testing.Numbers;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransformerFixtureTest {

    private static final String[] BLOCK_PARAMETERS = {
        "self_attn.in_proj_weight", "self_attn.in_proj_bias", "self_attn.out_proj.weight", "self_attn.out_proj.bias",
        "norm1.weight", "norm1.bias", "norm2.weight", "norm2.bias",
        "linear1.weight", "linear1.bias", "linear2.weight", "linear2.bias"};
    private static final String[] ATTENTION_PARAMETERS = {
        "in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"};

    private final Engine engine = new Engine(Kernels.vector(), new Workers(1));

    @ParameterizedTest
    @ValueSource(strings = {"transformer_prenorm_relu_full", "transformer_prenorm_gelu_causal",
        "transformer_postnorm_relu_full", "transformer_postnorm_gelu_causal"})
    void blockAgreesWithPyTorch(String name) {
        Fixture fixture = Fixture.load(name);
        int width = fixture.config().get("width").intValue();
        TransformerSpec spec = new TransformerSpec(width, fixture.config().get("heads").intValue(), 1,
                fixture.config().get("feed_forward").intValue(),
                fixture.config().get("activation").textValue().equals("relu") ? Activation.RELU : Activation.GELU,
                fixture.config().get("norm_first").booleanValue(), fixture.config().get("causal").booleanValue(),
                null, null, null);
        TransformerBlock block = TransformerBlock.of(0, spec, positions(spec), engine);
        load(block.parameters(), BLOCK_PARAMETERS, fixture);
        RowLayout layout = layout(fixture, width);
        float[] x = Numbers.toFloat(fixture.input("x"));

        Closeness.assertClose("y", block.forward(layout, x, Pass.EVALUATION), fixture.output("y"), 1e-5, 1e-5);
        BackwardBuffers buffers = new BackwardBuffers(spec);
        buffers.prepare(layout.rows());
        float[] dx = new float[x.length];
        block.backward(Numbers.toFloat(fixture.cotangent("y")), dx, buffers);
        Closeness.assertGradientClose("dx", dx, fixture.gradient("inputs.x"), 1e-5);
        assertGradients(block.parameters(), BLOCK_PARAMETERS, fixture);
    }

    @Test
    void causalAttentionAgreesWithPyTorch() {
        Fixture fixture = Fixture.load("attention_causal");
        int width = fixture.config().get("width").intValue();
        TransformerSpec spec = TransformerSpec.of(width, fixture.config().get("heads").intValue(), 1);
        MultiHeadAttention attention = new MultiHeadAttention("attention", spec, positions(spec), engine);
        load(attention.parameters(), ATTENTION_PARAMETERS, fixture);
        RowLayout layout = layout(fixture, width);
        int rows = layout.rows();
        float[] x = Numbers.toFloat(fixture.input("x"));

        float[] y = new float[x.length];
        attention.prepare(layout, Pass.EVALUATION);
        attention.projectRows(0, rows, x);
        attention.attend();
        attention.outputRows(0, rows, y);
        Closeness.assertClose("y", y, fixture.output("y"), 1e-5, 1e-5);

        BackwardBuffers buffers = new BackwardBuffers(spec);
        buffers.prepare(rows);
        float[] dy = Numbers.toFloat(fixture.cotangent("y"));
        float[] dx = new float[x.length];
        attention.prepareBackward(buffers);
        attention.attendedGradientRows(0, rows, dy);
        attention.attendBackward();
        attention.inputGradientRows(0, rows, dx);
        GradientSums sums = new GradientSums(attention.parameters());
        attention.outGradients(0, rows, dy, sums);
        attention.inGradients(0, rows, x, sums);
        for (Parameter parameter : attention.parameters()) {
            System.arraycopy(sums.of(parameter), 0, parameter.gradient(), 0, parameter.size());
        }
        Closeness.assertGradientClose("dx", dx, fixture.gradient("inputs.x"), 1e-5);
        assertGradients(attention.parameters(), ATTENTION_PARAMETERS, fixture);
    }

    private StepPositions positions(TransformerSpec spec) {
        return new StepPositions(spec, Randomness.of(1, Purpose.INITIALIZATION), engine);
    }

    private static RowLayout layout(Fixture fixture, int width) {
        int batchSize = 3;
        int[] lengths = new int[batchSize];
        Arrays.fill(lengths, fixture.input("x").length / width / batchSize);
        RowLayout layout = new RowLayout(RowLayout.Order.BATCH_MAJOR);
        layout.update(lengths);
        return layout;
    }

    private static void load(List<Parameter> parameters, String[] names, Fixture fixture) {
        for (int i = 0; i < names.length; i++) {
            Numbers.copy(turned(parameters.get(i), fixture.parameter(names[i])), parameters.get(i).value());
        }
    }

    private static void assertGradients(List<Parameter> parameters, String[] names, Fixture fixture) {
        for (int i = 0; i < names.length; i++) {
            Parameter parameter = parameters.get(i);
            Closeness.assertGradientClose(parameter.name(), parameter.gradient(),
                    turned(parameter, fixture.gradient(names[i])), 1e-5);
        }
    }

    /** PyTorch keeps weights as [out, in]. */
    private static double[] turned(Parameter parameter, double[] values) {
        int[] shape = parameter.shape();
        return shape.length == 1 ? values : Numbers.transpose(values, shape[1], shape[0]);
    }
}
