package dev.unroll.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unroll.checkpoint.TensorFile;
import dev.unroll.checkpoint.WeightHash;
import dev.unroll.engine.Engine;
import dev.unroll.exchange.ExchangeableFactory;
import dev.unroll.exchange.Layout;
import dev.unroll.exchange.LayoutException;
import dev.unroll.exchange.WeightMap;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.Parameter;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Input;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.model.Task.Tokens;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a kind of model whose weights have layouts elsewhere must keep: what is written is read back to the bit, and
 * what a layout cannot hold is refused.
 *
 * @param <S> the record of the kind
 */
public abstract class ExchangeContract<S extends ModelSpec> {

    @TempDir
    private Path folder;

    protected abstract ModelFactory<S> factory();

    protected final SequenceModel model(S spec, Input input, long seed) {
        Task task = new Task(input, new Target(TargetKind.CLASS_PER_STEP, 3), new CrossEntropy());
        SequenceModel model = factory().create(spec, task, Randomness.of(seed, Purpose.INITIALIZATION),
                Engine.withThreads(1));
        // Biases too, and zeros of both signs.
        RandomStream stream = Randomness.of(seed, Purpose.PROBE).stream();
        for (Parameter parameter : model.parameters()) {
            for (int i = 0; i < parameter.size(); i++) {
                parameter.value()[i] = (float) stream.nextGaussian();
            }
            parameter.value()[0] = 0f;
            parameter.value()[parameter.size() - 1] = -0f;
        }
        return model;
    }

    /** Writes a model of features and one of tokens and reads them back into others. */
    protected final void assertSameBitsAfterExchange(S spec, Layout layout) throws IOException {
        for (Input input : List.of(new Features(5), new Tokens(7))) {
            SequenceModel model = model(spec, input, 1);
            SequenceModel other = model(spec, input, 2);
            assertThat(WeightHash.of(other.parameters())).isNotEqualTo(WeightHash.of(model.parameters()));
            Path file = folder.resolve("weights.safetensors");
            ExchangeableFactory.weightMap(factory(), model, layout).save(file);
            ExchangeableFactory.weightMap(factory(), other, layout).load(file, Map.of());
            assertThat(WeightHash.of(other.parameters())).isEqualTo(WeightHash.of(model.parameters()));
            SequenceBatch batch = input instanceof Features
                    ? new SequenceBatch(new int[] {2}, new float[] {1, 2, 3, 4, 5, -1, 0, 1, 0, -1}, null, null, null,
                            null)
                    : new SequenceBatch(new int[] {3}, null, new int[] {6, 0, 3}, null, null, null);
            float[] expected = model.predict(batch).values();
            Closeness.assertSameBits("predictions", other.predict(batch).values(), expected, expected.length);
        }
    }

    /**
     * Gives a model the weights that another framework saved, and holds its scores against that framework's.
     *
     * @param name of the files in {@code /exchange}, which the scripts beside them made
     */
    protected final void assertPredictsAlike(String name, S spec, Layout layout) throws IOException {
        JsonNode example =
                new ObjectMapper().readTree(ExchangeContract.class.getResource("/exchange/" + name + ".json"));
        double[] x = Numbers.flatten(example.get("x"));
        double[] y = Numbers.flatten(example.get("y"));
        boolean tokens = example.get("x").get(0).get(0).isNumber();
        int[] lengths = new int[example.get("x").size()];
        Arrays.fill(lengths, example.get("x").get(0).size());
        Task task = new Task(tokens ? new Tokens(7) : new Features(4), new Target(TargetKind.CLASS, 3),
                new CrossEntropy());
        SequenceModel model = factory().create(spec, task, Randomness.of(1, Purpose.INITIALIZATION),
                Engine.withThreads(1));
        Path file = folder.resolve(name + ".safetensors");
        try (InputStream weights = ExchangeContract.class.getResourceAsStream("/exchange/" + name + ".safetensors")) {
            Files.copy(weights, file);
        }
        map(model, layout).load(file, Map.of());
        SequenceBatch batch = tokens
                ? new SequenceBatch(lengths, null, Arrays.stream(x).mapToInt(token -> (int) token).toArray(), null,
                        null, null)
                : new SequenceBatch(lengths, Numbers.toFloat(x), null, null, null, null);
        Closeness.assertClose(name, model.predict(batch).values(), y, 1e-5, 1e-5);
    }

    /** What a model of this spec would be written as. */
    protected final TensorFile written(S spec, Input input, Layout layout) {
        return map(model(spec, input, 1), layout).write();
    }

    protected final WeightMap map(SequenceModel model, Layout layout) {
        return ExchangeableFactory.weightMap(factory(), model, layout);
    }

    protected final void assertRefused(S spec, Layout layout, String message) {
        SequenceModel model = model(spec, new Features(5), 1);
        assertThatThrownBy(() -> map(model, layout)).isInstanceOf(LayoutException.class).hasMessage(message);
    }
}
