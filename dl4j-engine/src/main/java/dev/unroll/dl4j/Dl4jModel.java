package dev.unroll.dl4j;

import dev.unroll.dl4j.Network.Backward;
import dev.unroll.model.BatchRequirements;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.Trace;
import dev.unroll.model.Trace.StepValues;
import dev.unroll.model.TraceRequest;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A native model's parameters with another's arithmetic: tokens are looked up here, all else is a {@link Network}'s.
 * Reads the parameters' values in every call, so that optimizers, checkpoints and layouts of other frameworks find them
 * where they are in every model.
 */
final class Dl4jModel implements SequenceModel {

    private final ModelSpec spec;
    private final Task task;
    private final Parameters parameters;
    private final Network network;
    /** {@code null} for features. */
    private final Parameter vectors;

    /**
     * @param model   whose spec, task and parameters these are
     * @param network computes it from the rows on
     */
    Dl4jModel(SequenceModel model, Network network) {
        spec = model.spec();
        task = model.task();
        parameters = model.parameters();
        this.network = network;
        vectors = task.input() instanceof Task.Tokens ? parameters.get("embedding.weight") : null;
    }

    @Override
    public ModelSpec spec() {
        return spec;
    }

    @Override
    public Task task() {
        return task;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public Predictions predict(SequenceBatch batch) {
        Rows rows = rows(batch);
        network.load(parameters);
        float[] values = NdArrays.floats(network.outputs(rows));
        int steps = task.target().perStep() ? rows.steps() : 1;
        if (steps > 1) {
            clearPadding(rows, values);
        }
        return new Predictions(batch.size(), steps, task.outputSize(), values);
    }

    /** The outputs with all the digits they were computed with, {@code [N, K]}. */
    double[] outputs(SequenceBatch batch) {
        network.load(parameters);
        return NdArrays.doubles(network.outputs(rows(batch)));
    }

    @Override
    public double gradients(SequenceBatch batch, Randomness dropout) {
        Backward backward = backward(batch, dropout);
        for (Parameter parameter : parameters) {
            double[] from = backward.gradients().get(parameter.name());
            float[] to = parameter.gradient();
            for (int i = 0; i < to.length; i++) {
                to[i] = (float) from[i];
            }
        }
        return backward.loss();
    }

    /** The same with all the digits it was computed with, for every parameter; the parameters' gradients stay. */
    Backward backward(SequenceBatch batch, Randomness dropout) {
        BatchRequirements.requireTargets(task, batch);
        Rows rows = rows(batch);
        network.load(parameters);
        Targets targets = Targets.of(task, batch);
        if (!targets.any()) {
            Map<String, double[]> zeros = new LinkedHashMap<>();
            parameters.forEach(parameter -> zeros.put(parameter.name(), new double[parameter.size()]));
            return new Backward(0, zeros, new double[rows.values().length]);
        }
        Backward backward = network.backward(rows, targets, dropout);
        if (vectors != null) {
            // Where the head's weights are the vectors too, there is a gradient already.
            backward.gradients().merge(vectors.name(), Rows.lookUpGradient(batch, vectors, backward.dRows()),
                    Dl4jModel::sum);
        }
        return backward;
    }

    private static double[] sum(double[] x, double[] y) {
        double[] sum = x.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += y[i];
        }
        return sum;
    }

    @Override
    public Trace trace(SequenceBatch batch, TraceRequest request) {
        Rows rows = rows(batch);
        Backward backward = backward(batch, null);
        Map<String, StepValues> norms = new LinkedHashMap<>();
        if (request.gradientNorms()) {
            norms.put(Trace.INPUT, norms(rows, backward.dRows()));
        }
        Map<String, StepValues> states = new LinkedHashMap<>();
        if (request.states()) {
            network.states(rows).forEach((name, values) -> states.put(name, stepValues(rows, values)));
        }
        if (request.attention()) {
            network.attention(rows).forEach((name, values) -> states.put(name, stepValues(rows, values)));
        }
        return new Trace(backward.loss(), norms, states);
    }

    private Rows rows(SequenceBatch batch) {
        BatchRequirements.requireInput(task, batch);
        return vectors != null ? Rows.lookedUp(batch, vectors)
                : Rows.of(batch, ((Task.Features) task.input()).size());
    }

    private static StepValues norms(Rows rows, double[] dRows) {
        float[] norms = new float[rows.batchSize() * rows.steps()];
        for (int place = 0; place < norms.length; place++) {
            double square = 0;
            for (int i = 0; i < rows.size(); i++) {
                double g = dRows[place * rows.size() + i];
                square += g * g;
            }
            norms[place] = (float) Math.sqrt(square);
        }
        clearPadding(rows, norms);
        return new StepValues(rows.batchSize(), rows.steps(), 1, norms);
    }

    private static StepValues stepValues(Rows rows, INDArray array) {
        float[] values = NdArrays.floats(array);
        clearPadding(rows, values);
        return new StepValues(rows.batchSize(), rows.steps(), values.length / rows.batchSize() / rows.steps(), values);
    }

    /** @param values {@code [B, T, any size]} */
    private static void clearPadding(Rows rows, float[] values) {
        int size = values.length / rows.batchSize() / rows.steps();
        for (int b = 0; b < rows.batchSize(); b++) {
            Arrays.fill(values, (b * rows.steps() + rows.lengths()[b]) * size, (b + 1) * rows.steps() * size, 0f);
        }
    }
}
