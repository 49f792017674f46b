package dev.unroll.layer;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.layer.SequenceEncoder.StateVisitor;
import dev.unroll.model.ActivityPenalty;
import dev.unroll.model.BatchRequirements;
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
        backward(encoded, ActivityPenalty.NONE, request.gradientNorms() || !input.parameters().isEmpty());
        if (request.gradientNorms()) {
            gradientNorms.put(Trace.INPUT, inputGradientNorms());
        }
        return new Trace(loss, gradientNorms, states);
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
        float[] gradient = input.inputGradient(layout, dEncoded);
        float[] norms = new float[layout.rows()];
        for (int row = 0; row < norms.length; row++) {
            // In double, since the square of a gradient that has vanished to below 1e-19 would vanish altogether.
            double square = 0;
            for (int i = 0; i < size; i++) {
                double g = gradient[row * size + i];
                square += g * g;
            }
            norms[row] = (float) Math.sqrt(square);
        }
        return stepValues(1, norms, 0, 1);
    }

    private StepValues stepValues(int size, float[] values, int offset, int stride) {
        int maxLength = layout.maxLength();
        float[] steps = new float[layout.batchSize() * maxLength * size];
        for (int b = 0; b < layout.batchSize(); b++) {
            for (int t = 0; t < layout.length(b); t++) {
                System.arraycopy(values, offset + layout.row(b, t) * stride, steps, (b * maxLength + t) * size, size);
            }
        }
        return new StepValues(layout.batchSize(), maxLength, size, steps);
    }
}
