package dev.unroll.dl4j.exchange;

import static dev.unroll.testing.AnyModel.any;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.checkpoint.CheckpointException;
import dev.unroll.dataset.InputUnits;
import dev.unroll.exchange.LayoutException;
import dev.unroll.exchange.ModelFormat;
import dev.unroll.layer.Pooling;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.ValueLoss;
import dev.unroll.lstm.CellActivation;
import dev.unroll.lstm.LstmFactory;
import dev.unroll.lstm.LstmSpec;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.Parameter;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.Direction;
import dev.unroll.rnn.Activation;
import dev.unroll.rnn.RnnFactory;
import dev.unroll.rnn.RnnSpec;
import dev.unroll.testing.AnyModel;
import dev.unroll.testing.Closeness;
import dev.unroll.testing.Specs;
import dev.unroll.transformer.Normalization;
import dev.unroll.transformer.Positions;
import dev.unroll.transformer.TransformerFactory;
import dev.unroll.transformer.TransformerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;

/** Exported models, loaded and run by Deeplearning4j and SameDiff alone, and read back. */
class Dl4jFormatTest {

    private static final InputUnits UNITS =
            new InputUnits(List.of("a", "b", "c"), new double[] {2, 3, 4}, new double[] {10, 20, 30}, 0);
    private static final int[] LENGTHS = {9, 4, 1, 7};

    private final ModelFormat format = ModelFormat.find("dl4j").orElseThrow();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void lstmsPredictTheSameThereAndComeBackToTheBit(long seed) throws IOException {
        RandomStream stream = Randomness.of(seed, Purpose.SEARCH).stream();
        CellActivation activation = any(stream, CellActivation.values());
        LstmSpec spec = Specs.of(LstmSpec.class, "hiddenSizes", any(stream, List.of(5), List.of(6, 4)),
                "peepholes", any(stream, true, false), "inputActivation", activation,
                "outputActivation", activation, "pooling", any(stream, Pooling.LAST, Pooling.MEAN));
        assertSameThereAndBack(new LstmFactory(), spec, AnyModel.task(stream), seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void rnnsPredictTheSameThereAndComeBackToTheBit(long seed) throws IOException {
        RandomStream stream = Randomness.of(seed, Purpose.SEARCH).stream();
        RnnSpec spec = Specs.of(RnnSpec.class, "hiddenSizes", List.of(6, 4), "dropout", 0.2, "activation",
                any(stream, Activation.values()), "pooling", any(stream, Pooling.LAST, Pooling.MEAN));
        assertSameThereAndBack(new RnnFactory(), spec, AnyModel.task(stream), seed);
    }

    private <S extends ModelSpec> void assertSameThereAndBack(ModelFactory<S> factory, S spec, Task task, long seed)
            throws IOException {
        SequenceModel model = AnyModel.of(factory, spec, task, seed);
        Path file = folder.resolve("m.zip");
        format.write(model, UNITS, file);
        SequenceBatch batch = batch(task, seed);

        MultiLayerNetwork network = MultiLayerNetwork.load(file.toFile(), false);
        INDArray output = network.output(input(task, batch), false, mask(), null);
        INDArray ordered = task.target().perStep() ? output.permute(0, 2, 1) : output;
        float[] actual = ordered.dup('c').data().asFloat();
        double[] expected = expected(model, batch);
        ignorePadding(model, expected, actual);
        Closeness.assertClose(spec + " for " + task, actual, expected, 1e-5, 1e-5);

        SequenceModel other = AnyModel.of(factory, spec, task, seed + 100);
        format.read(other, UNITS, file);
        for (Parameter parameter : model.parameters()) {
            Closeness.assertSameBits(parameter.name(), other.parameters().get(parameter.name()).value(),
                    parameter.value(), parameter.size());
        }
    }

    /** What stands beyond the lengths is Deeplearning4j's own: sometimes 0, sometimes not. */
    private static void ignorePadding(SequenceModel model, double[] expected, float[] actual) {
        int size = model.task().outputSize();
        for (int i = 0; i < actual.length && model.task().target().perStep(); i++) {
            if (i / size % 9 >= LENGTHS[i / size / 9]) {
                actual[i] = (float) expected[i];
            }
        }
    }

    /** Our predictions, as probabilities for classes. */
    private static double[] expected(SequenceModel model, SequenceBatch batch) {
        float[] values = model.predict(batch).values();
        int size = model.task().outputSize();
        double[] expected = new double[values.length];
        for (int row = 0; row < values.length / size; row++) {
            double sum = 0;
            for (int k = 0; k < size; k++) {
                sum += Math.exp(values[row * size + k]);
            }
            for (int k = 0; k < size; k++) {
                float value = values[row * size + k];
                expected[row * size + k] =
                        model.task().target().classification() ? Math.exp(value) / sum : value;
            }
        }
        return expected;
    }

    private static SequenceBatch batch(Task task, long seed) {
        RandomStream stream = Randomness.of(seed, Purpose.TEST_DATA).stream();
        int steps = LENGTHS.length * 9;
        if (task.input() instanceof Task.Tokens tokens) {
            int[] symbols = new int[steps];
            Arrays.setAll(symbols, i -> stream.nextInt(tokens.vocabulary()));
            return new SequenceBatch(LENGTHS, null, symbols, null, null, null);
        }
        float[] features = new float[steps * 3];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) stream.nextGaussian();
        }
        return new SequenceBatch(LENGTHS, features, null, null, null, null);
    }

    private static INDArray input(Task task, SequenceBatch batch) {
        if (batch.tokens() != null) {
            float[] tokens = new float[batch.tokens().length];
            for (int i = 0; i < tokens.length; i++) {
                tokens[i] = batch.tokens()[i];
            }
            return Nd4j.create(tokens, new long[] {LENGTHS.length, 9}, 'c');
        }
        return Nd4j.create(batch.features(), new long[] {LENGTHS.length, 9, 3}, 'c').permute(0, 2, 1).dup('f');
    }

    private static INDArray mask() {
        float[] mask = new float[LENGTHS.length * 9];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = i % 9 < LENGTHS[i / 9] ? 1 : 0;
        }
        return Nd4j.create(mask, new long[] {LENGTHS.length, 9}, 'c');
    }

    @Test
    void theScalingOfTheInputGoesAlong() throws IOException {
        Task task = new Task(new Task.Features(3), new Task.Target(Task.TargetKind.CLASS, 2),
                new CrossEntropy());
        Path file = folder.resolve("m.zip");
        format.write(AnyModel.of(new LstmFactory(), LstmSpec.of(4), task, 1), UNITS, file);
        NormalizerStandardize normalizer = ModelSerializer.restoreNormalizerFromFile(file.toFile());
        INDArray original = Nd4j.create(new float[] {12, 26, 22}, new long[] {1, 3, 1}, 'c');
        normalizer.transform(original);
        assertThat(original.data().asFloat()).containsExactly(1, 2, -2);
    }

    @Test
    void anotherNetworkIsRefusedWithItsLayers() throws IOException {
        Task task = new Task(new Task.Features(3), new Task.Target(Task.TargetKind.VALUE, 2),
                new ValueLoss.Squared());
        Path file = folder.resolve("m.zip");
        format.write(AnyModel.of(new LstmFactory(), LstmSpec.of(4), task, 1), UNITS, file);
        SequenceModel rnn = AnyModel.of(new RnnFactory(), RnnSpec.of(4), task, 1);
        assertThatThrownBy(() -> format.read(rnn, UNITS, file)).isInstanceOf(LayoutException.class)
                .hasMessage("the network in " + file
                + " must have the layers of the model, LastTimeStep of SimpleRnn 3 to 4 tanh, OutputLayer 4 to 2"
                + " identity; it has LastTimeStep of LSTM 3 to 4 tanh with gates sigmoid, OutputLayer 4 to 2 identity");
        Path other = Files.writeString(folder.resolve("o.zip"), "no zip");
        assertThatThrownBy(() -> format.read(rnn, UNITS, other)).isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("a file of Deeplearning4j must be the zip of a MultiLayerNetwork");
        SequenceModel both = AnyModel.of(new RnnFactory(), Specs.of(RnnSpec.class, "hiddenSizes", List.of(4),
                "direction", Direction.BIDIRECTIONAL), task, 1);
        assertThatThrownBy(() -> format.write(both, UNITS, file)).isInstanceOf(LayoutException.class)
                .hasMessage("direction must be forward for Deeplearning4j's SimpleRnn, since Deeplearning4j's"
                        + " Bidirectional takes padding for steps where sequences have different lengths; got"
                        + " bidirectional");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void transformersPredictTheSameInSameDiff(long seed) throws IOException {
        RandomStream stream = Randomness.of(seed, Purpose.SEARCH).stream();
        boolean causal = any(stream, true, false);
        Positions positions = any(stream, Positions.SINUSOIDAL, Positions.LEARNED, Positions.ROTARY, Positions.NONE);
        TransformerSpec spec = Specs.of(TransformerSpec.class, "modelSize", 16, "numHeads", 4, "numLayers", 2,
                "numKeyValueHeads", any(stream, null, 2), "activation",
                any(stream, dev.unroll.transformer.Activation.values()), "normFirst", any(stream, true, false),
                "normalization", any(stream, Normalization.values()), "causal", causal, "positions", positions,
                "attentionWindow", any(stream, null, 3), "pooling", causal
                        ? any(stream, Pooling.LAST, Pooling.MEAN, Pooling.ATTENTION) : any(stream, Pooling.values()));
        Task task = AnyModel.task(stream);
        SequenceModel model = AnyModel.of(new TransformerFactory(), spec, task, seed);
        Path file = folder.resolve("m.fb");
        format.write(model, UNITS, file);
        SequenceBatch batch = batch(task, seed);

        SameDiff graph = SameDiff.load(file.toFile(), false);
        Map<String, INDArray> placeholders = new HashMap<>();
        placeholders.put("lengths", Nd4j.createFromArray(LENGTHS));
        if (batch.tokens() == null) {
            placeholders.put("features", Nd4j.create(batch.features(), new long[] {LENGTHS.length, 9, 3}, 'c'));
        } else {
            placeholders.put("tokens", Nd4j.createFromArray(batch.tokens()).reshape(LENGTHS.length, 9));
        }
        INDArray output = graph.output(placeholders, "predictions").get("predictions");
        float[] values = model.predict(batch).values();
        double[] expected = new double[values.length];
        Arrays.setAll(expected, i -> values[i]);
        Closeness.assertClose(spec + " for " + task, output.dup('c').data().asFloat(), expected, 1e-5, 1e-5);
    }
}
