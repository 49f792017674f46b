package dev.unroll.layer;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.Norms;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.ReductionKernels;
import dev.unroll.layer.SequenceEncoder.StateVisitor;
import dev.unroll.model.ActivityPenalty;
import dev.unroll.model.BatchRequirements;
import dev.unroll.model.InputGradients;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.ModelState;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import dev.unroll.model.Predictions;
import dev.unroll.model.Recurrence;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.SequenceStream;
import dev.unroll.model.Task;
import dev.unroll.model.Trace;
import dev.unroll.model.Trace.StepValues;
import dev.unroll.model.TraceRequest;
import dev.unroll.model.TrainingPass;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A model of this engine: {@link InputEncoder}, {@link SequenceEncoder}, {@link Head}. Kinds of model differ in the middle
 * and in nothing else.
 */
public final class NativeModel implements SequenceModel {

    private final ModelSpec spec;
    private final Task task;
    private final Supplier<Parts> make;
    private final InputEncoder input;
    private final SequenceEncoder encoder;
    private final Head head;
    private final Parameters parameters;
    private final RowLayout layout;
    private final ActivityGradient activity;
    private final ReductionKernels kernels;
    private final Workers workers;
    private float[] dEncoded = Buffers.EMPTY;
    private Pass latestPass = Pass.EVALUATION;
    private double activityPenalty;

    /**
     * What a model is made of: the input's output size is the encoder's input size, the encoder's output size the head's.
     */
    public record Parts(InputEncoder input, SequenceEncoder encoder, Head head) {
        public Parts {
            if (input.outputSize() != encoder.inputSize()) {
                throw new IllegalArgumentException("the encoder must take what the input encoder gives; it takes rows of "
                        + encoder.inputSize() + " and gets rows of " + input.outputSize());
            }
        }
    }

    /** @param make gives new parts of the same form each time; those of the first time are the model's */
    public NativeModel(ModelSpec spec, Task task, Supplier<Parts> make, Engine engine) {
        Parts parts = make.get();
        this.make = make;
        this.spec = spec;
        this.task = task;
        input = parts.input();
        encoder = parts.encoder();
        head = parts.head();
        parameters = parameters(parts);
        layout = new RowLayout(encoder.rowOrder());
        activity = new ActivityGradient(encoder.outputSize(), engine);
        kernels = engine.kernels().reduction();
        workers = engine.workers();
    }

    private static Parameters parameters(Parts parts) {
        List<Parameter> all = new ArrayList<>(parts.input().parameters());
        all.addAll(parts.encoder().parameters());
        all.addAll(parts.head().parameters());
        return new Parameters(all);
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
        return predict(batch, null);
    }

    @Override
    public Predictions predict(SequenceBatch batch, ModelState state) {
        return head.predict(layout, encode(batch, state, Pass.EVALUATION));
    }

    @Override
    public double gradients(SequenceBatch batch, Randomness dropout) {
        return gradients(batch, TrainingPass.of(dropout));
    }

    @Override
    public double gradients(SequenceBatch batch, TrainingPass pass) {
        BatchRequirements.requireTargets(task, batch);
        parameters.clearGradients();
        float[] encoded = encode(batch, pass.state(), pass(pass.dropout()));
        double loss = head.loss(layout, encoded, batch);
        activityPenalty = backward(encoded, pass.activity(), !input.parameters().isEmpty());
        return loss;
    }

    @Override
    public double activityPenalty() {
        return activityPenalty;
    }

    @Override
    public Trace trace(SequenceBatch batch, TraceRequest request) {
        BatchRequirements.requireTargets(task, batch);
        parameters.clearGradients();
        float[] encoded = encode(batch, null, Pass.EVALUATION);
        double loss = head.loss(layout, encoded, batch);
        Map<String, StepValues> states = new LinkedHashMap<>();
        StateVisitor visitor = (name, size, values, offset, stride) ->
                states.put(name, stepValues(size, values, offset, stride));
        if (request.states()) {
            encoder.states(layout, visitor);
            head.states(layout, visitor);
        }
        if (request.attention()) {
            encoder.attention(layout, visitor);
        }
        Map<String, StepValues> gradientNorms = new LinkedHashMap<>();
        encoder.keepGradientNorms(request.gradientNorms());
        backward(encoded, ActivityPenalty.NONE, request.gradientNorms() || !input.parameters().isEmpty());
        encoder.keepGradientNorms(false);
        if (request.gradientNorms()) {
            gradientNorms.put(Trace.INPUT, inputGradientNorms());
            encoder.gradientNorms(layout, (name, size, values, offset, stride) ->
                    gradientNorms.put(name, stepValues(size, values, offset, stride)));
        }
        return new Trace(loss, gradientNorms, states);
    }

    @Override
    public InputGradients inputGradients(SequenceBatch batch, int[] steps, int[] outputs, float scale) {
        requireOutputs(batch, steps, outputs);
        parameters.clearGradients();
        BatchRequirements.requireInput(task, batch);
        layout.update(batch.lengths());
        float[] rows = input.forward(layout, scaled(batch, scale));
        StepValues held = batch.tokens() == null ? features(batch)
                : stepValues(input.outputSize(), rows, 0, input.outputSize());
        if (batch.tokens() != null && scale != 1) {
            for (int i = 0; i < layout.rows() * input.outputSize(); i++) {
                rows[i] *= scale;
            }
        }
        float[] encoded = encoder.forward(layout, rows, Pass.EVALUATION);
        float[] values = head.chooseOutputs(layout, encoded, steps, outputs);
        backward(encoded, ActivityPenalty.NONE, true);
        return new InputGradients(values, held, stepValues(input.inputGradientSize(), input.inputGradient(layout, dEncoded), 0,
                input.inputGradientSize()));
    }

    /** Features are scaled before anything is done to them, embeddings when they have been looked up. */
    private static SequenceBatch scaled(SequenceBatch batch, float scale) {
        if (batch.features() == null || scale == 1) {
            return batch;
        }
        float[] features = batch.features().clone();
        for (int i = 0; i < features.length; i++) {
            features[i] *= scale;
        }
        return new SequenceBatch(batch.lengths(), features, null, null, null, null);
    }

    private StepValues features(SequenceBatch batch) {
        int size = ((Task.Features) task.input()).size();
        float[] values = new float[batch.size() * batch.maxLength() * size];
        for (int b = 0; b < batch.size(); b++) {
            int from = b * batch.maxLength() * size;
            System.arraycopy(batch.features(), from, values, from, batch.lengths()[b] * size);
        }
        return new StepValues(batch.size(), batch.maxLength(), size, values);
    }

    private void requireOutputs(SequenceBatch batch, int[] steps, int[] outputs) {
        for (int b = 0; b < batch.size(); b++) {
            if (outputs[b] < 0 || outputs[b] >= task.outputSize()) {
                throw new IllegalArgumentException("an output must be from 0 to " + (task.outputSize() - 1) + "; got "
                        + outputs[b] + " for sequence " + b);
            }
            if (task.target().perStep() && (steps[b] < 0 || steps[b] >= batch.lengths()[b])) {
                throw new IllegalArgumentException("a step must be from 0 to " + (batch.lengths()[b] - 1) + "; got "
                        + steps[b] + " for sequence " + b);
            }
        }
    }

    @Override
    public ModelState newState(int batchSize) {
        ModelState state = encoder.newState(batchSize);
        head.requirePieces();
        return state;
    }

    @Override
    public void advance(SequenceBatch batch, TrainingPass pass) {
        encode(batch, pass.state(), pass(pass.dropout()));
    }

    @Override
    public List<Recurrence> recurrences(SequenceBatch batch) {
        encode(batch, null, Pass.EVALUATION);
        return encoder.recurrences(layout);
    }

    @Override
    public SequenceStream stream(int batchSize) {
        Parts own = make.get();
        parameters(own).restore(parameters.snapshot());
        return new NativeStream(task.input(), batchSize, own.input(), own.encoder(), own.head());
    }

    /** The latest pass again for the same key: the compiler does not always keep so small an object off the heap. */
    private Pass pass(Randomness dropout) {
        if (latestPass.dropout() != dropout) {
            latestPass = new Pass(dropout);
        }
        return latestPass;
    }

    private float[] encode(SequenceBatch batch, ModelState state, Pass pass) {
        BatchRequirements.requireInput(task, batch);
        layout.update(batch.lengths());
        float[] rows = input.forward(layout, batch);
        if (state == null) {
            return encoder.forward(layout, rows, pass);
        }
        if (state.batchSize() != batch.size()) {
            throw new IllegalArgumentException("a state must be for as many sequences as the batch holds; got one for "
                    + state.batchSize() + " with a batch of " + batch.size());
        }
        return encoder.forward(layout, rows, state, pass);
    }

    /** Returns the activity penalty. */
    private double backward(float[] encoded, ActivityPenalty penalty, boolean toInput) {
        float[] dRows = head.backward(layout, encoded);
        double activityPenalty = penalty.isNone() ? 0 : activity.add(penalty, layout, encoded, dRows);
        if (!toInput) {
            encoder.backward(layout, dRows, null);
            return activityPenalty;
        }
        dEncoded = Buffers.atLeast(dEncoded, layout.rows() * encoder.inputSize());
        encoder.backward(layout, dRows, dEncoded);
        if (!input.parameters().isEmpty()) {
            input.backward(layout, dEncoded);
        }
        return activityPenalty;
    }

    private StepValues inputGradientNorms() {
        int size = input.inputGradientSize();
        int maxLength = layout.maxLength();
        float[] gradient = input.inputGradient(layout, dEncoded);
        float[] norms = new float[layout.batchSize() * maxLength];
        workers.forEach(layout.batchSize(), b -> {
            for (int t = 0; t < layout.length(b); t++) {
                norms[b * maxLength + t] = Norms.euclidean(kernels, size, gradient, layout.row(b, t) * size);
            }
        });
        return new StepValues(layout.batchSize(), maxLength, 1, norms);
    }

    private StepValues stepValues(int size, float[] values, int offset, int stride) {
        int maxLength = layout.maxLength();
        float[] steps = new float[layout.batchSize() * maxLength * size];
        workers.forEach(layout.batchSize(), b -> {
            for (int t = 0; t < layout.length(b); t++) {
                int from = offset + layout.row(b, t) * stride;
                if (size == 1) {
                    steps[b * maxLength + t] = values[from];
                } else {
                    System.arraycopy(values, from, steps, (b * maxLength + t) * size, size);
                }
            }
        });
        return new StepValues(layout.batchSize(), maxLength, size, steps);
    }
}
