package dev.unroll.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.checkpoint.CheckpointException;
import dev.unroll.checkpoint.Tensor;
import dev.unroll.checkpoint.TensorFile;
import dev.unroll.exchange.LayoutException;
import dev.unroll.experiment.RecordJson;
import dev.unroll.run.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model that Keras saved: what it would be called in an experiment, as far as the file says it, and its weights under
 * the names that {@link dev.unroll.exchange.Layout#KERAS} has for them.
 *
 * <p>A model is an embedding or none; layers of one recurrent kind, forward or in both directions; the last step, the
 * mean of all, or each; and one linear map, whose softmax, if it has one, changes no prediction. Dropout and masks of
 * padding may stand between. Everything else is refused by name.
 *
 * @param kind    of model: {@code lstm}, {@code gru} or {@code rnn}
 * @param options of the model's entry in an experiment that the file tells, as JSON values; none without a
 *                configuration
 * @param weights named after layers that Keras numbers from 0
 */
public record KerasModel(String kind, Map<String, Object> options, TensorFile weights) {

    /**
     * Whether a file may hold such a model.
     *
     * @throws CheckpointException if it is a zip of something else
     */
    public static boolean isIn(Path file) throws IOException {
        return KerasArchive.is(file);
    }

    /**
     * Reads an HDF5 file or a {@code .keras} one.
     *
     * @throws CheckpointException if it cannot be understood
     * @throws LayoutException     if it holds what no model of ours computes
     */
    public static KerasModel read(Path file) throws IOException {
        KerasArchive archive = KerasArchive.read(file);
        KerasStack stack = archive.config() == null ? null : KerasStack.of(archive);
        Map<String, List<Tensor>> byLayer = new LinkedHashMap<>();
        if (stack == null) {
            archive.layers().forEach((name, weights) -> {
                if (!weights.isEmpty()) {
                    byLayer.put(name, weights);
                }
            });
        } else {
            for (KerasLayer layer : stack.weighted()) {
                String name = archive.byClass() ? layer.stored() : layer.name();
                byLayer.put(name, archive.layers().getOrDefault(name, List.of()));
            }
        }
        boolean resetAfter = stack == null || !Boolean.FALSE.equals(stack.options().get("resetAfter"));
        KerasWeights weights = new KerasWeights(file.toString(), resetAfter);
        byLayer.forEach(weights::add);
        String kind = stack == null ? weights.kind() : stack.kind();
        return new KerasModel(kind, stack == null ? Map.of() : stack.options(), new TensorFile(weights.tensors(),
                Map.of()));
    }

    /**
     * Refuses an experiment's model that computes something else than this one, as far as the file tells.
     *
     * @param file names the file in the message
     */
    public void requireSame(SavedModel model, String file) {
        if (!kind.equals(model.kind())) {
            throw new LayoutException("model " + model.model() + " must be what " + file + " holds; it is of kind "
                    + model.kind() + "; write " + entry());
        }
        if (options.isEmpty()) {
            return;
        }
        boolean perStep = model.task().target().perStep();
        if (perStep == options.containsKey("pooling")) {
            throw new LayoutException("the last recurrent layer in " + file + " must return "
                    + (perStep ? "sequences for a target per step" : "its last step, or have its mean taken, for a"
                            + " target per sequence") + "; change the layer or choose another dataset");
        }
        JsonNode spec = KerasArchive.json(RecordJson.write((Record) model.spec()), file);
        options.forEach((name, value) -> {
            if (!KerasArchive.JSON.valueToTree(value).equals(spec.get(name))) {
                throw new LayoutException(name + " must be " + value + " as in " + file + "; model " + model.model()
                        + " has " + spec.get(name) + "; write " + entry());
            }
        });
    }

    /** The entry of an experiment for this model. */
    String entry() {
        List<String> words = new ArrayList<>(List.of("kind: " + kind));
        options.forEach((key, value) -> words.add(key + ": " + value));
        return "{" + String.join(", ", words) + "}";
    }
}
