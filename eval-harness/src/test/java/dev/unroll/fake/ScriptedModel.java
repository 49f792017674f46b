package dev.unroll.fake;

import dev.unroll.loss.ValueLoss;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.model.Trace;
import dev.unroll.model.TraceRequest;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * Its one weight counts updates if the optimizer is gradient descent at rate 1, and its output is a script of that
 * count. It keeps the first feature of each sequence it was trained on, batch by batch.
 */
public final class ScriptedModel implements SequenceModel {

    /** No hyperparameters. */
    public record Spec() implements ModelSpec {
    }

    private final Parameter weight = new Parameter("count", 1);
    private final Parameters parameters = new Parameters(List.of(weight));
    private final IntToDoubleFunction output;
    private final IntToDoubleFunction loss;
    private final List<List<Float>> batches = new ArrayList<>();
    private final List<Float> dropoutDraws = new ArrayList<>();

    /**
     * @param output by number of updates made
     * @param loss   the training loss, likewise
     */
    public ScriptedModel(IntToDoubleFunction output, IntToDoubleFunction loss) {
        this.output = output;
        this.loss = loss;
    }

    public List<List<Float>> batches() {
        return batches;
    }

    /** The first number of each update's dropout randomness. */
    public List<Float> dropoutDraws() {
        return dropoutDraws;
    }

    public int count() {
        return (int) weight.value()[0];
    }

    @Override
    public ModelSpec spec() {
        return new Spec();
    }

    @Override
    public Task task() {
        return new Task(new Features(1), new Target(TargetKind.VALUE, 1), new ValueLoss.Squared());
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public Predictions predict(SequenceBatch batch) {
        float[] outputs = new float[batch.size()];
        Arrays.fill(outputs, (float) output.applyAsDouble(count()));
        return new Predictions(batch.size(), 1, 1, outputs);
    }

    @Override
    public double gradients(SequenceBatch batch, Randomness dropout) {
        List<Float> seen = new ArrayList<>();
        for (int b = 0; b < batch.size(); b++) {
            seen.add(batch.features()[b * batch.maxLength()]);
        }
        batches.add(seen);
        dropoutDraws.add(dropout.stream().nextFloat());
        weight.gradient()[0] = -1;
        return loss.applyAsDouble(count());
    }

    @Override
    public Trace trace(SequenceBatch batch, TraceRequest request) {
        return new Trace(0, Map.of(), Map.of());
    }
}
