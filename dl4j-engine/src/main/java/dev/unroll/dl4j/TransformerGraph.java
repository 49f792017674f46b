package dev.unroll.dl4j;

import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import dev.unroll.model.Task;
import dev.unroll.transformer.Activation;
import dev.unroll.transformer.Normalization;
import dev.unroll.transformer.TransformerSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A Transformer encoder as a graph of SameDiff, of any batch size and length:
 *
 * <pre>
 * x      = dropout(rows Wp + bp + positions)    or rows √D + positions for tokens
 * x      = x + dropout(attention(norm1(x)))     and
 * x      = x + dropout(feedForward(norm2(x)))   for each block, if normFirst; else norm1(x + …), norm2(x + …)
 * x      = finalNorm(x)                         if normFirst
 * scores = pool x Wh + bh
 * </pre>
 *
 * <p>Legend: B sequences; T steps, padded; R = B T rows; D values of a row; N heads of H; K outputs. Variables have the
 * parameters' names. Placeholders: {@value #ROWS} {@code [R, F]}; {@value #POSITIONS} {@code [R, D]}; {@value #BIAS}
 * {@code [B, 1, T, T]}, added to the scores of attention, 0 or so low that nothing is seen; {@value #POOL}
 * {@code [B, 1, T]}, the share of each step where there is a target per sequence; {@value #LABELS} and
 * {@value #WEIGHTS} {@code [targets, K]} and {@code [targets, 1]}; the shapes {@value #HEADS} {@code (B, T, 3, N, H)}
 * and {@value #SEQUENCES} {@code (B, T, D)}; and for each of {@link #dropouts} a mask.
 */
final class TransformerGraph {

    static final String ROWS = "rows";
    static final String POSITIONS = "positionRows";
    static final String BIAS = "bias";
    static final String POOL = "pool";
    static final String LABELS = "labels";
    static final String WEIGHTS = "weights";
    static final String HEADS = "heads";
    static final String SEQUENCES = "sequences";
    static final String OUTPUTS = "outputs";
    static final String LOSS = "loss";

    private static final double EPSILON = 1e-5;

    /**
     * A place where values are dropped, under the native engine's name.
     *
     * @param size values of a row
     */
    record DropoutPlace(String name, double rate, int size) {

        String placeholder() {
            return "mask." + name;
        }
    }

    private final TransformerSpec spec;
    private final Task task;
    private final DataType type;
    private final SameDiff graph = SameDiff.create();
    private final List<DropoutPlace> dropouts = new ArrayList<>();

    private TransformerGraph(TransformerSpec spec, Task task, DataType type) {
        this.spec = spec;
        this.task = task;
        this.type = type;
    }

    /** @param parameters those that are variables of the graph get their present values */
    static TransformerGraph of(TransformerSpec spec, Task task, Parameters parameters, DataType type) {
        TransformerGraph made = new TransformerGraph(spec, task, type);
        made.build(parameters);
        return made;
    }

    SameDiff graph() {
        return graph;
    }

    List<DropoutPlace> dropouts() {
        return List.copyOf(dropouts);
    }

    /** The name of a block's output. */
    static String hidden(int block) {
        return "layer" + block + ".hidden";
    }

    /** The name of the weights of a block's attention, {@code [B, N, T, T]}. */
    static String attention(int block) {
        return "layer" + block + ".attention";
    }

    private void build(Parameters parameters) {
        for (Parameter parameter : parameters) {
            boolean lookedUp = parameter.isTable() && !(spec.tieEmbeddings() && parameter.name().equals("embedding.weight"));
            if (!lookedUp) {
                long[] shape = Arrays.stream(parameter.shape()).asLongStream().toArray();
                graph.var(parameter.name(), NdArrays.of(type, parameter.value(), shape));
            }
        }
        SDVariable rows = graph.placeHolder(ROWS, type, -1, -1);
        SDVariable x = task.input() instanceof Task.Features ? linear(rows, "projection.weight", "projection.bias")
                : rows.mul(Math.sqrt(spec.modelSize()));
        x = dropped(x.add(graph.placeHolder(POSITIONS, type, -1, spec.modelSize())), "input", spec.embeddingDropout(),
                spec.modelSize());
        graph.placeHolder(BIAS, type, -1, 1, -1, -1);
        graph.placeHolder(HEADS, DataType.INT64, 5);
        graph.placeHolder(SEQUENCES, DataType.INT64, 3);
        for (int block = 0; block < spec.numLayers(); block++) {
            x = block(x, "layer" + block + ".").rename(hidden(block));
        }
        if (spec.normFirst()) {
            x = norm(x, "finalNorm");
        }
        SDVariable outputs = head(task.target().perStep() ? x : pooled(x));
        loss(outputs.rename(OUTPUTS)).rename(LOSS);
        graph.setLossVariables(LOSS);
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
        SDVariable inner = linear(x, name + "attention.inWeight", name + "attention.inBias");
        SDVariable[] qkv = graph.split(inner.reshape(variable(HEADS)).permute(2, 0, 3, 1, 4), 3, 0);
        SDVariable shape = graph.gather(variable(HEADS), new int[] {0, 3, 1, 4}, 0);
        SDVariable query = qkv[0].reshape(shape).mul(1 / Math.sqrt((double) spec.modelSize() / spec.numHeads()));
        SDVariable key = qkv[1].reshape(shape);
        SDVariable value = qkv[2].reshape(shape);
        SDVariable scores = graph.mmul(query, key, false, true, false).add(variable(BIAS));
        SDVariable weights = graph.nn().softmax(name + "attention", scores, 3);
        SDVariable heads = graph.mmul(weights, value).permute(0, 2, 1, 3).reshape(-1, spec.modelSize());
        return dropped(linear(heads, name + "attention.outWeight", name + "attention.outBias"), name + "attention",
                spec.dropout(), spec.modelSize());
    }

    private SDVariable fedForward(SDVariable x, String name) {
        SDVariable hidden = linear(x, name + "feedForward.weight1", name + "feedForward.bias1");
        SDVariable activated = dropped(activated(hidden), name + "feedForward.activated", spec.dropout(),
                spec.feedForwardSize());
        return dropped(linear(activated, name + "feedForward.weight2", name + "feedForward.bias2"),
                name + "feedForward", spec.dropout(), spec.modelSize());
    }

    private SDVariable activated(SDVariable x) {
        if (spec.activation() == Activation.RELU) {
            return graph.nn().relu(x, 0);
        }
        SDVariable bend = spec.activation() == Activation.GELU
                ? graph.math().erf(x.mul(1 / Math.sqrt(2)))
                : graph.math().tanh(x.add(x.mul(x).mul(x).mul(0.044715)).mul(Math.sqrt(2 / Math.PI)));
        return x.mul(0.5).mul(bend.add(1));
    }

    private SDVariable norm(SDVariable x, String name) {
        SDVariable gain = variable(name + ".gain");
        if (spec.normalization() == Normalization.RMS) {
            return x.div(root(x.mul(x))).mul(gain);
        }
        SDVariable centred = x.sub(x.mean(true, 1));
        return centred.div(root(centred.mul(centred))).mul(gain).add(variable(name + ".bias"));
    }

    private SDVariable root(SDVariable squares) {
        return graph.math().sqrt(squares.mean(true, 1).add(EPSILON));
    }

    private SDVariable pooled(SDVariable x) {
        SDVariable pool = graph.placeHolder(POOL, type, -1, 1, -1);
        return graph.mmul(pool, x.reshape(variable(SEQUENCES))).reshape(-1, spec.modelSize());
    }

    private SDVariable head(SDVariable x) {
        return spec.tieEmbeddings()
                ? graph.mmul(x, variable("embedding.weight"), false, true, false).add(variable("head.bias"))
                : linear(x, "head.weight", "head.bias");
    }

    private SDVariable loss(SDVariable outputs) {
        SDVariable labels = graph.placeHolder(LABELS, type, -1, task.outputSize());
        SDVariable weights = graph.placeHolder(WEIGHTS, type, -1, 1);
        if (task.loss() instanceof CrossEntropy) {
            return graph.nn().logSoftmax(outputs).mul(labels).mul(weights).sum().neg();
        }
        SDVariable error = outputs.sub(labels);
        SDVariable losses = task.loss() instanceof ValueLoss.Absolute ? graph.math().abs(error) : error.mul(error);
        return losses.mul(weights).sum().mul(1.0 / task.outputSize());
    }

    private SDVariable linear(SDVariable x, String weight, String bias) {
        return graph.mmul(x, variable(weight)).add(variable(bias));
    }

    private SDVariable dropped(SDVariable x, String name, double rate, int size) {
        if (rate == 0) {
            return x;
        }
        DropoutPlace place = new DropoutPlace(name, rate, size);
        dropouts.add(place);
        return x.mul(graph.placeHolder(place.placeholder(), type, -1, size));
    }

    private SDVariable variable(String name) {
        return graph.getVariable(name);
    }
}
