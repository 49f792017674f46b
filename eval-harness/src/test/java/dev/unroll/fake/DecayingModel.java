package dev.unroll.fake;

import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.Loss;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.Parameters;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Trace;
import dev.unroll.model.Trace.StepValues;
import dev.unroll.model.TraceRequest;
import dev.unroll.random.Randomness;
import java.util.List;
import java.util.Map;

/**
 * The gradient of a sequence's own loss has the norm of its first feature at the step of the loss, and a tenth of it
 * with each step back. As a true model's, its traces hold the gradient of the mean over the batch.
 */
public final class DecayingModel implements SequenceModel {

    private final Target target;

    public DecayingModel(Target target) {
        this.target = target;
    }

    @Override
    public Trace trace(SequenceBatch batch, TraceRequest request) {
        int steps = batch.maxLength();
        float[] norms = new float[batch.size() * steps];
        int perSequence = target.perStep() ? steps : 1;
        double total = 0;
        for (int i = 0; i < batch.size() * perSequence; i++) {
            total += batch.weights() == null ? 1 : batch.weights()[i];
        }
        for (int b = 0; b < batch.size(); b++) {
            int loss = batch.lengths()[b] - 1;
            while (target.perStep() && loss > 0 && batch.weights()[b * steps + loss] == 0) {
                loss--;
            }
            int place = b * perSequence + (target.perStep() ? loss : 0);
            double weight = batch.weights() == null ? 1 : batch.weights()[place];
            double norm = batch.features()[b * steps] * weight / total;
            for (int t = loss; t >= 0; t--) {
                norms[b * steps + t] = (float) norm;
                norm /= 10;
            }
        }
        return new Trace(0, Map.of(Trace.INPUT, new StepValues(batch.size(), steps, 1, norms)), Map.of());
    }

    @Override
    public ModelSpec spec() {
        return new ScriptedModel.Spec();
    }

    @Override
    public Task task() {
        Loss loss = target.classification() ? new CrossEntropy() : new ValueLoss.Squared();
        return new Task(new Features(1), target, loss);
    }

    @Override
    public Parameters parameters() {
        return new Parameters(List.of());
    }

    @Override
    public Predictions predict(SequenceBatch batch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public double gradients(SequenceBatch batch, Randomness dropout) {
        throw new UnsupportedOperationException();
    }
}
