package dev.unroll.transformer;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.Kernels;
import dev.unroll.layer.Pass;
import dev.unroll.model.Parameter;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.testing.CentralDifferences;
import dev.unroll.testing.Closeness;
import dev.unroll.testing.Numbers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** An encoder with all parameters random, biases and gains too, and a batch to go through it. */
final class EncoderRun {

    static final double INPUT_SCALE = 1.5;
    static final Pass TRAINING = new Pass(Randomness.of(8, Purpose.DROPOUT));

    final TransformerSpec spec;
    final TransformerEncoder encoder;
    final RowLayout layout = new RowLayout(RowLayout.Order.BATCH_MAJOR);
    final int[] lengths;
    final float[] input;
    final float[] dOutput;
    final float[] dInput;
    float[] output;

    EncoderRun(TransformerSpec spec, Engine engine, int... lengths) {
        this.spec = spec;
        this.lengths = lengths;
        encoder = new TransformerEncoder(spec, INPUT_SCALE, Randomness.of(1, Purpose.INITIALIZATION), engine);
        RandomStream random = Randomness.of(2, Purpose.PROBE).stream();
        for (Parameter parameter : encoder.parameters()) {
            for (int i = 0; i < parameter.size(); i++) {
                parameter.value()[i] += 0.3f * (float) random.nextGaussian();
            }
        }
        layout.update(lengths);
        int size = layout.rows() * spec.modelSize();
        input = gaussian(size, random);
        dOutput = gaussian(size, random);
        dInput = new float[size];
    }

    static Engine engine(Kernels kernels, int threads) {
        return new Engine(kernels, new Workers(threads));
    }

    private static float[] gaussian(int size, RandomStream random) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    EncoderRun forward(Pass pass) {
        output = encoder.forward(layout, input, pass);
        return this;
    }

    EncoderRun backward() {
        encoder.backward(layout, dOutput.clone(), dInput);
        return this;
    }

    /** Output, and all gradients by central differences, are those of {@link NaiveTransformer} in the same pass. */
    void assertMatchesNaive(Pass pass) {
        forward(pass).backward();
        NaiveTransformer naive = new NaiveTransformer(spec, INPUT_SCALE, pass.dropout());
        Map<String, double[]> parameters = new LinkedHashMap<>();
        for (Parameter parameter : encoder.parameters()) {
            parameters.put(parameter.name(), Numbers.toDouble(parameter.value()));
        }
        double[] in = Numbers.toDouble(input);
        Closeness.assertClose("output", output, naive.forward(parameters, lengths, in), 3e-5, 3e-5);
        DoubleSupplier loss = () -> {
            double[] out = naive.forward(parameters, lengths, in);
            double sum = 0;
            for (int i = 0; i < out.length; i++) {
                sum += out[i] * dOutput[i];
            }
            return sum;
        };
        Closeness.assertGradientClose("input", dInput, CentralDifferences.gradient(in, loss), 1e-4);
        for (Parameter parameter : encoder.parameters()) {
            Closeness.assertGradientClose(parameter.name(), parameter.gradient(),
                    CentralDifferences.gradient(parameters.get(parameter.name()), loss), 1e-4);
        }
    }

    /** Output and all gradients have the bits of another run that went forward and backward. */
    void assertSameBits(EncoderRun other) {
        Closeness.assertSameBits("output", output, other.output, input.length);
        Closeness.assertSameBits("dInput", dInput, other.dInput, dInput.length);
        for (int i = 0; i < encoder.parameters().size(); i++) {
            Parameter parameter = encoder.parameters().get(i);
            Closeness.assertSameBits(parameter.name(), parameter.gradient(),
                    other.encoder.parameters().get(i).gradient(), parameter.size());
        }
    }
}
