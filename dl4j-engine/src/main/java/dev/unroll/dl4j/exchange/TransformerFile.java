package dev.unroll.dl4j.exchange;

import dev.unroll.exchange.LayoutException;
import dev.unroll.exchange.SpecOptions;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.transformer.Positions;
import dev.unroll.transformer.TransformerSpec;
import java.nio.file.Path;
import java.util.Arrays;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A Transformer of ours as a file of SameDiff: placeholders {@value #FEATURES} {@code [B, T, F]} or {@value #TOKENS}
 * {@code [B, T]}, 32-bit integers, and {@value #LENGTHS} {@code [B]}; output {@value #PREDICTIONS} {@code [B, K]}, or
 * {@code [B, T, K]} for a target per step, 0 beyond the lengths, as {@link SequenceModel#predict} has them. Padding
 * must hold numbers that a step could hold.
 *
 * <p>Each head has weights of its own, cut out of ours, so that no array has to be folded into a shape that only a
 * batch tells: {@code attended Wout} is the sum over heads. Rotary positions cut a head's once more, into the halves
 * that turn together.
 *
 * <p>Legend: B sequences, T steps, D values per step, H of each head.
 */
final class TransformerFile {

    static final String FEATURES = "features";
    static final String TOKENS = "tokens";
    static final String LENGTHS = "lengths";
    static final String PREDICTIONS = "predictions";

    private static final String MODULE = "the export to SameDiff";
    private static final double BASE = 10000;
    private static final double EPSILON = 1e-5;
    /** What is taken off the score of a step that is not seen: its exponential is 0. */
    private static final double UNSEEN = 1e9;

    private final SameDiff graph = SameDiff.create();
    private final Task task;
    private final Parameters parameters;
    private final TransformerSpec spec;
    private SDVariable steps;      // [B, T], single precision
    private SDVariable present;    // [B, T], 1 or 0
    private SDVariable lengths;    // [B, 1]
    private SDVariable unseen;     // [B, T, T], 0 or -UNSEEN
    private SDVariable cosines;    // [B, T, H/2] where positions are rotary
    private SDVariable sines;

    private TransformerFile(SequenceModel model) {
        task = model.task();
        parameters = model.parameters();
        spec = (TransformerSpec) model.spec();
    }

    /** @throws LayoutException for positions that have no place here */
    static void write(SequenceModel model, Path file) {
        TransformerSpec spec = (TransformerSpec) model.spec();
        SpecOptions.requireOneOf(MODULE, "positions", spec.positions(), Positions.SINUSOIDAL, Positions.LEARNED,
                Positions.ROTARY, Positions.NONE);
        TransformerFile made = new TransformerFile(model);
        made.build();
        made.graph.save(file.toFile(), false);
    }

    private void build() {
        SDVariable x;
        if (task.input() instanceof Task.Features features) {
            SDVariable input = graph.placeHolder(FEATURES, DataType.FLOAT, -1, -1, features.size());
            readLengths(graph.onesLike(input).mean(2));
            x = linear(input, "projection.weight", "projection.bias");
        } else {
            SDVariable tokens = graph.placeHolder(TOKENS, DataType.INT32, -1, -1);
            readLengths(graph.onesLike(tokens).castTo(DataType.FLOAT));
            x = graph.gather(variable(parameters.get("embedding.weight")), tokens, 0).mul(Math.sqrt(spec.modelSize()));
        }
        x = positioned(x);
        see();
        for (int k = 0; k < spec.numLayers(); k++) {
            x = block(x, "layer" + k + ".");
        }
        if (spec.normFirst()) {
            x = norm(x, "finalNorm");
        }
        boolean perStep = task.target().perStep();
        SDVariable scores = head(perStep ? x : pooled(x), perStep ? 2 : 1);
        (perStep ? scores.mul(graph.expandDims(present, 2)) : scores).rename(PREDICTIONS);
    }

    /** @param ones {@code [B, T]} */
    private void readLengths(SDVariable ones) {
        lengths = graph.expandDims(graph.placeHolder(LENGTHS, DataType.INT32, -1).castTo(DataType.FLOAT), 1);
        steps = graph.cumsum(ones, true, false, 1);
        present = steps.lt(lengths).castTo(DataType.FLOAT);
    }

    private SDVariable positioned(SDVariable x) {
        int size = spec.modelSize();
        switch (spec.positions()) {
            case SINUSOIDAL -> {
                double[] wavelengths = new double[size];
                double[] phases = new double[size];
                for (int j = 0; j < size; j++) {
                    wavelengths[j] = StrictMath.pow(BASE, (double) (j - j % 2) / size);
                    phases[j] = j % 2 * Math.PI / 2;
                }
                return x.add(waves(wavelengths, phases));
            }
            case LEARNED -> {
                return x.add(graph.gather(variable(parameters.get("positions")), steps.castTo(DataType.INT32), 0));
            }
            case ROTARY -> {
                int half = headSize() / 2;
                double[] wavelengths = new double[half];
                double[] phases = new double[half];
                Arrays.setAll(wavelengths, i -> StrictMath.pow(BASE, (double) i / half));
                sines = waves(wavelengths, phases);
                Arrays.fill(phases, Math.PI / 2);
                cosines = waves(wavelengths, phases);
                return x;
            }
            default -> {
                return x;
            }
        }
    }

    /** {@code sin(t / wavelength + phase)}, computed in double precision, {@code [B, T, number of wavelengths]}. */
    private SDVariable waves(double[] wavelengths, double[] phases) {
        SDVariable angles = graph.expandDims(steps.castTo(DataType.DOUBLE), 2)
                .div(graph.constant(row(wavelengths))).add(graph.constant(row(phases)));
        return graph.math().sin(angles).castTo(DataType.FLOAT);
    }

    private static INDArray row(double[] values) {
        return Nd4j.createFromArray(values.clone()).reshape(1, 1, values.length);
    }

    private void see() {
        SDVariable distances = graph.expandDims(steps, 2).sub(graph.expandDims(steps, 1));
        SDVariable seen = graph.expandDims(present, 1).mul(graph.onesLike(distances));
        if (spec.causal()) {
            seen = seen.mul(distances.gte(0).castTo(DataType.FLOAT));
        }
        if (spec.attentionWindow() != null) {
            seen = seen.mul(graph.math().abs(distances).lt(spec.attentionWindow()).castTo(DataType.FLOAT));
        }
        unseen = seen.sub(1).mul(UNSEEN);
    }

    private SDVariable block(SDVariable x, String name) {
        if (spec.normFirst()) {
            SDVariable middle = x.add(attended(norm(x, name + "norm1"), name));
            return middle.add(fedForward(norm(middle, name + "norm2"), name));
        }
        SDVariable middle = norm(x.add(attended(x, name)), name + "norm1");
        return norm(middle.add(fedForward(middle, name)), name + "norm2");
    }

    private SDVariable attended(SDVariable x, String name) {
        int size = spec.modelSize();
        int headSize = headSize();
        int group = spec.numHeads() / spec.numKeyValueHeads();
        int keyValueSize = spec.numKeyValueHeads() * headSize;
        SDVariable[][] keys = new SDVariable[spec.numKeyValueHeads()][];
        SDVariable[] values = new SDVariable[keys.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = turned(x, name, size + i * headSize);
            values[i] = columns(x, name, size + keyValueSize + i * headSize, headSize);
        }
        SDVariable sum = variable(parameters.get(name + "attention.outBias"));
        for (int head = 0; head < spec.numHeads(); head++) {
            SDVariable[] query = turned(x, name, head * headSize);
            SDVariable scores = null;
            for (int part = 0; part < query.length; part++) {
                SDVariable product = graph.mmul(query[part], keys[head / group][part], false, true, false);
                scores = scores == null ? product : scores.add(product);
            }
            SDVariable weights = graph.nn().softmax(scores.mul(1 / Math.sqrt(headSize)).add(unseen), 2);
            SDVariable result = graph.mmul(weights, values[head / group]);
            float[] out = parameters.get(name + "attention.outWeight").value();
            float[] rows = Arrays.copyOfRange(out, head * headSize * size, (head + 1) * headSize * size);
            SDVariable share = product(result, graph.var(name + "attention.outWeight" + head,
                    Nd4j.create(rows, new long[] {headSize, size}, 'c')), 2);
            sum = share.add(sum);
        }
        return sum;
    }

    /** Queries or keys of a head, whole, or as halves that positions have turned. */
    private SDVariable[] turned(SDVariable x, String name, int column) {
        if (cosines == null) {
            return new SDVariable[] {columns(x, name, column, headSize())};
        }
        int half = headSize() / 2;
        SDVariable first = columns(x, name, column, half);
        SDVariable second = columns(x, name, column + half, half);
        return new SDVariable[] {first.mul(cosines).sub(second.mul(sines)), second.mul(cosines).add(first.mul(sines))};
    }

    /** Some columns of what enters attention. */
    private SDVariable columns(SDVariable x, String name, int from, int count) {
        return columns(x, name + "attention.in", parameters.get(name + "attention.inWeight"),
                parameters.get(name + "attention.inBias"), from, count);
    }

    private SDVariable columns(SDVariable x, String name, Parameter weight, Parameter bias, int from, int count) {
        int all = weight.lastDimension();
        int rows = weight.size() / all;
        float[] values = new float[rows * count];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(weight.value(), row * all + from, values, row * count, count);
        }
        SDVariable w = graph.var(name + "Weight" + from, Nd4j.create(values, new long[] {rows, count}, 'c'));
        SDVariable b = graph.var(name + "Bias" + from,
                Nd4j.createFromArray(Arrays.copyOfRange(bias.value(), from, from + count)));
        return product(x, w, 2).add(b);
    }

    private SDVariable fedForward(SDVariable x, String name) {
        Parameter weight = parameters.get(name + "feedForward.weight1");
        Parameter bias = parameters.get(name + "feedForward.bias1");
        String part = name + "feedForward.";
        int inner = spec.feedForwardSize();
        SDVariable hidden = columns(x, part, weight, bias, 0, inner);
        SDVariable active = switch (spec.activation()) {
            case RELU -> graph.nn().relu(hidden, 0);
            case GELU -> halfOf(hidden, graph.math().erf(hidden.mul(Math.sqrt(0.5))));
            case GELU_TANH -> halfOf(hidden, graph.math().tanh(
                    hidden.mul(hidden.mul(hidden).mul(0.044715).add(1)).mul(Math.sqrt(2 / Math.PI))));
            case SWIGLU -> hidden.mul(graph.nn().sigmoid(hidden)).mul(columns(x, part, weight, bias, inner, inner));
        };
        return linear(active, part + "weight2", part + "bias2");
    }

    private static SDVariable halfOf(SDVariable x, SDVariable y) {
        return x.mul(0.5).mul(y.add(1));
    }

    private SDVariable norm(SDVariable x, String name) {
        SDVariable gain = variable(parameters.get(name + ".gain"));
        boolean centred = has(name + ".bias");
        SDVariable y = centred ? x.sub(x.mean(true, 2)) : x;
        SDVariable deviation = graph.math().sqrt(y.mul(y).mean(true, 2).add(EPSILON));
        SDVariable normed = y.div(deviation).mul(gain);
        return centred ? normed.add(variable(parameters.get(name + ".bias"))) : normed;
    }

    /** From {@code [B, T, D]} to {@code [B, D]}. */
    private SDVariable pooled(SDVariable x) {
        SDVariable shares = switch (spec.pooling()) {
            case LAST -> steps.eq(lengths.sub(1)).castTo(DataType.FLOAT);
            case FIRST -> steps.lt(1).castTo(DataType.FLOAT);
            case MEAN -> present.div(lengths);
            case ATTENTION -> {
                SDVariable u = graph.math().tanh(linear(x, "pooling.weight", "pooling.bias"));
                SDVariable scores = product(u, variable(parameters.get("pooling.context")), 2).sum(2);
                yield graph.nn().softmax(scores.add(present.sub(1).mul(UNSEEN)), 1);
            }
        };
        return x.mul(graph.expandDims(shares, 2)).sum(1);
    }

    private SDVariable head(SDVariable x, int last) {
        SDVariable bias = variable(parameters.get("head.bias"));
        return has("head.weight") ? product(x, variable(parameters.get("head.weight")), last).add(bias)
                : graph.tensorMmul(x, variable(parameters.get("embedding.weight")), new int[] {last}, 1).add(bias);
    }

    private SDVariable linear(SDVariable x, String weight, String bias) {
        return product(x, variable(parameters.get(weight)), 2).add(variable(parameters.get(bias)));
    }

    /** Over the dimension {@code last} of x, which is its last one. */
    private SDVariable product(SDVariable x, SDVariable weight, int last) {
        return graph.tensorMmul(x, weight, new int[] {last}, 0);
    }

    private SDVariable variable(Parameter parameter) {
        if (graph.hasVariable(parameter.name())) {
            return graph.getVariable(parameter.name());
        }
        long[] shape = Arrays.stream(parameter.shape()).asLongStream().toArray();
        return graph.var(parameter.name(), Nd4j.create(parameter.value().clone(), shape, 'c'));
    }

    private boolean has(String name) {
        return parameters.list().stream().anyMatch(parameter -> parameter.name().equals(name));
    }

    private int headSize() {
        return spec.modelSize() / spec.numHeads();
    }
}
