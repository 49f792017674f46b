package dev.unroll.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.Result;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Tokens;
import dev.unroll.onnx.OnnxModel;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Exported models in ONNX Runtime, beside the models themselves. */
public final class OnnxRuns {

    /** Of a prediction's size, plus 1. */
    private static final double TOLERANCE = 1e-5;

    private OnnxRuns() {
    }

    /**
     * The exported model predicts what the model does, for short batches of sequences of several lengths, whatever
     * stands in their padding.
     */
    public static <S extends ModelSpec> void assertSamePredictions(ModelFactory<S> factory, S spec, Task task,
            long seed) throws OrtException {
        SequenceModel model = AnyModel.of(factory, spec, task, seed);
        byte[] file = OnnxModel.of(factory, model, Map.of());
        assertThat(OnnxModel.of(factory, model, Map.of())).isEqualTo(file);
        try (OrtSession session = session(file)) {
            assertSamePredictions(model, session, new int[] {9, 4, 1, 7}, seed, TOLERANCE);
            assertSamePredictions(model, session, new int[] {2}, seed + 1, TOLERANCE);
        }
    }

    /**
     * The same for one batch of sequences of these lengths.
     *
     * @param tolerance of a prediction's size, plus 1
     */
    public static void assertSamePredictions(SequenceModel model, OrtSession session, int[] lengths, long seed,
            double tolerance) throws OrtException {
        SequenceBatch batch = batch(model.task(), lengths, seed);
        float[] expected = model.predict(batch).values();
        double[] wanted = new double[expected.length];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = expected[i];
        }
        float[] actual = run(session, batch, model.task());
        assertThat(actual).hasSameSizeAs(expected);
        Closeness.assertClose(model.spec() + " for " + model.task(), actual, wanted, tolerance, tolerance);
    }

    public static OrtSession session(byte[] file) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        return OrtEnvironment.getEnvironment().createSession(file, options);
    }

    /** Values where there are steps, what no model can take where there is padding. */
    private static SequenceBatch batch(Task task, int[] lengths, long seed) {
        RandomStream stream = Randomness.of(seed, Purpose.TEST_DATA).stream();
        int longest = Arrays.stream(lengths).max().orElseThrow();
        if (task.input() instanceof Tokens tokens) {
            int[] symbols = new int[lengths.length * longest];
            for (int i = 0; i < symbols.length; i++) {
                symbols[i] = i % longest < lengths[i / longest] ? stream.nextInt(tokens.vocabulary()) : -999;
            }
            return new SequenceBatch(lengths, null, symbols, null, null, null);
        }
        int size = ((Features) task.input()).size();
        float[] features = new float[lengths.length * longest * size];
        for (int i = 0; i < features.length; i++) {
            int step = i / size;
            features[i] = step % longest < lengths[step / longest] ? (float) stream.nextGaussian() : Float.NaN;
        }
        return new SequenceBatch(lengths, features, null, null, null, null);
    }

    /** What ONNX Runtime predicts, as {@link SequenceModel#predict} lays it out. */
    public static float[] run(OrtSession session, SequenceBatch batch, Task task) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        int size = batch.size();
        int longest = batch.maxLength();
        Map<String, OnnxTensor> inputs = new HashMap<>();
        inputs.put("lengths", OnnxTensor.createTensor(environment,
                LongBuffer.wrap(Arrays.stream(batch.lengths()).asLongStream().toArray()), new long[] {size}));
        if (task.input() instanceof Features features) {
            inputs.put("features", OnnxTensor.createTensor(environment, FloatBuffer.wrap(batch.features()),
                    new long[] {size, longest, features.size()}));
        } else {
            inputs.put("tokens", OnnxTensor.createTensor(environment,
                    LongBuffer.wrap(Arrays.stream(batch.tokens()).asLongStream().toArray()),
                    new long[] {size, longest}));
        }
        try (Result result = session.run(inputs)) {
            OnnxTensor predictions = (OnnxTensor) result.get("predictions").orElseThrow();
            float[] values = new float[predictions.getFloatBuffer().remaining()];
            predictions.getFloatBuffer().get(values);
            return values;
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }
}
