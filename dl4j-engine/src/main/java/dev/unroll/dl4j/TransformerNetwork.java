package dev.unroll.dl4j;

import dev.unroll.dl4j.TransformerGraph.DropoutPlace;
import dev.unroll.engine.RowLayout;
import dev.unroll.layer.Pooling;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import dev.unroll.model.Task;
import dev.unroll.random.Randomness;
import dev.unroll.transformer.Positions;
import dev.unroll.transformer.TransformerSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A {@link TransformerGraph} at work on batches. */
final class TransformerNetwork implements Network {

    /** What is added to the score of a step that is not seen; its exponential is 0 in either precision. */
    private static final float UNSEEN = -1e9f;

    private final TransformerSpec spec;
    private final Task task;
    private final DataType type;
    private final TransformerGraph form;
    private final List<String> variables = new ArrayList<>();
    /** The variables and placeholders whose gradients are asked for. */
    private final List<String> wanted = new ArrayList<>();
    private final RowLayout layout = new RowLayout(RowLayout.Order.BATCH_MAJOR);
    /** Of {@code learned} positions, {@code [maxPositions, D]}; else {@code null}. */
    private final Parameter learned;

    TransformerNetwork(TransformerSpec spec, Task task, Parameters parameters, DataType type) {
        this.spec = spec;
        this.task = task;
        this.type = type;
        form = TransformerGraph.of(spec, task, parameters, type);
        learned = spec.positions() == Positions.LEARNED ? parameters.get("positions") : null;
        for (Parameter parameter : parameters) {
            if (form.graph().hasVariable(parameter.name())) {
                variables.add(parameter.name());
            }
        }
        wanted.addAll(variables);
        wanted.add(TransformerGraph.ROWS);
        if (learned != null) {
            wanted.add(TransformerGraph.POSITIONS);
        }
        // SameDiff prints a line for each operation that it differentiates.
        Silence.during(() -> form.graph().createGradFunction(wanted.toArray(String[]::new)));
    }

    @Override
    public void load(Parameters parameters) {
        for (String name : variables) {
            INDArray array = form.graph().getVariable(name).getArr();
            array.assign(NdArrays.of(type, parameters.get(name).value(), array.shape()));
        }
    }

    @Override
    public INDArray outputs(Rows rows) {
        return form.graph().output(input(rows, null), TransformerGraph.OUTPUTS).get(TransformerGraph.OUTPUTS);
    }

    @Override
    public Backward backward(Rows rows, Targets targets, Randomness dropout) {
        Map<String, INDArray> placeholders = input(rows, dropout);
        int count = targets.weights().length;
        placeholders.put(TransformerGraph.LABELS, NdArrays.of(type, targets.labels(), count, targets.size()));
        placeholders.put(TransformerGraph.WEIGHTS, NdArrays.of(type, targets.weights(), count, 1));
        OutAndGrad result = form.graph().calculateGradientsAndOutputs(placeholders, List.of(TransformerGraph.LOSS), wanted);
        Map<String, double[]> gradients = new LinkedHashMap<>();
        variables.forEach(name -> gradients.put(name, NdArrays.doubles(result.getGradients().get(name))));
        if (learned != null) {
            gradients.put(learned.name(), positionGradient(rows,
                    NdArrays.doubles(result.getGradients().get(TransformerGraph.POSITIONS))));
        }
        return new Backward(result.getOutputs().get(TransformerGraph.LOSS).getDouble(0), gradients,
                NdArrays.doubles(result.getGradients().get(TransformerGraph.ROWS)));
    }

    private double[] positionGradient(Rows rows, double[] dRows) {
        int size = spec.modelSize();
        double[] gradient = new double[learned.size()];
        for (int b = 0; b < rows.batchSize(); b++) {
            for (int i = 0; i < rows.lengths()[b] * size; i++) {
                gradient[i] += dRows[b * rows.steps() * size + i];
            }
        }
        return gradient;
    }

    @Override
    public Map<String, INDArray> states(Rows rows) {
        Map<String, INDArray> states = new LinkedHashMap<>();
        for (int block = 0; block < spec.numLayers(); block++) {
            String name = TransformerGraph.hidden(block);
            states.put(name, form.graph().output(input(rows, null), name).get(name));
        }
        return states;
    }

    @Override
    public Map<String, INDArray> attention(Rows rows) {
        Map<String, INDArray> heads = new LinkedHashMap<>();
        for (int block = 0; block < spec.numLayers(); block++) {
            String name = TransformerGraph.attention(block);
            INDArray weights = form.graph().output(input(rows, null), name).get(name);
            for (int head = 0; head < spec.numHeads(); head++) {
                heads.put(name + ".head" + head, weights.get(NDArrayIndex.all(), NDArrayIndex.point(head),
                        NDArrayIndex.all(), NDArrayIndex.all()));
            }
        }
        return heads;
    }

    private Map<String, INDArray> input(Rows rows, Randomness dropout) {
        long b = rows.batchSize();
        long t = rows.steps();
        Map<String, INDArray> placeholders = new HashMap<>();
        placeholders.put(TransformerGraph.ROWS, NdArrays.of(type, rows.values(), b * t, rows.size()));
        placeholders.put(TransformerGraph.POSITIONS, NdArrays.of(type, positions(rows), b * t, spec.modelSize()));
        placeholders.put(TransformerGraph.BIAS, NdArrays.of(type, bias(rows), b, 1, t, t));
        placeholders.put(TransformerGraph.HEADS, Nd4j.createFromArray(b, t, 3L, (long) spec.numHeads(),
                (long) spec.modelSize() / spec.numHeads()));
        placeholders.put(TransformerGraph.SEQUENCES, Nd4j.createFromArray(b, t, (long) spec.modelSize()));
        if (!task.target().perStep()) {
            placeholders.put(TransformerGraph.POOL, NdArrays.of(type, pool(rows), b, 1, t));
        }
        layout.update(rows.lengths());
        for (DropoutPlace place : form.dropouts()) {
            placeholders.put(place.placeholder(), NdArrays.of(type, mask(rows, place, dropout), b * t, place.size()));
        }
        return placeholders;
    }

    private float[] positions(Rows rows) {
        int size = spec.modelSize();
        float[] positions = new float[rows.batchSize() * rows.steps() * size];
        if (spec.positions() == Positions.NONE) {
            return positions;
        }
        if (learned != null && rows.steps() > learned.shape()[0]) {
            throw new IllegalArgumentException("sequences must be no longer than maxPositions where positions are"
                    + " learned; got " + rows.steps() + " and " + learned.shape()[0] + "; raise maxPositions");
        }
        int all = rows.steps() * size;
        for (int i = 0; i < all; i++) {
            positions[i] = learned != null ? learned.value()[i] : sinusoid(i / size, i % size, size);
        }
        for (int b = 1; b < rows.batchSize(); b++) {
            System.arraycopy(positions, 0, positions, b * all, all);
        }
        return positions;
    }

    private static float sinusoid(int step, int place, int size) {
        double angle = step / StrictMath.pow(10000, (double) (place - place % 2) / size);
        return (float) (place % 2 == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle));
    }

    /** What each step sees of the others; in the padding, of itself and what is before. */
    private float[] bias(Rows rows) {
        int t = rows.steps();
        int window = spec.attentionWindow() == null ? t : spec.attentionWindow();
        float[] bias = new float[rows.batchSize() * t * t];
        for (int b = 0; b < rows.batchSize(); b++) {
            for (int query = 0; query < t; query++) {
                for (int key = 0; key < t; key++) {
                    boolean real = key < rows.lengths()[b] || query >= rows.lengths()[b];
                    boolean inTime = key <= query || !spec.causal();
                    if (!real || !inTime || Math.abs(query - key) >= window) {
                        bias[(b * t + query) * t + key] = UNSEEN;
                    }
                }
            }
        }
        return bias;
    }

    private double[] pool(Rows rows) {
        int t = rows.steps();
        double[] pool = new double[rows.batchSize() * t];
        for (int b = 0; b < rows.batchSize(); b++) {
            int length = rows.lengths()[b];
            if (spec.pooling() == Pooling.MEAN) {
                Arrays.fill(pool, b * t, b * t + length, 1.0 / length);
            } else {
                pool[b * t + (spec.pooling() == Pooling.FIRST ? 0 : length - 1)] = 1;
            }
        }
        return pool;
    }

    /** The mask that the native engine draws, row by row. */
    private float[] mask(Rows rows, DropoutPlace place, Randomness dropout) {
        float[] mask = new float[rows.batchSize() * rows.steps() * place.size()];
        if (dropout == null) {
            Arrays.fill(mask, 1);
            return mask;
        }
        Randomness key = dropout.derive(place.name());
        for (int b = 0; b < rows.batchSize(); b++) {
            for (int t = 0; t < rows.lengths()[b]; t++) {
                key.dropoutMaskRow((float) place.rate(), layout.row(b, t), place.size(), mask,
                        (b * rows.steps() + t) * place.size());
            }
        }
        return mask;
    }
}
