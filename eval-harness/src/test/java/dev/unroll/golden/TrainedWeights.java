package dev.unroll.golden;

import dev.unroll.checkpoint.WeightHash;
import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecReader;
import dev.unroll.kernel.Kernels;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.model.Task.Tokens;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.training.UpdateStep;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains every model of {@code golden/weights.yaml} for 50 updates and hashes its weights, in this virtual machine or
 * as the main class of another. Batches hold sequences of many lengths and weighted targets.
 */
final class TrainedWeights {

    private static final int UPDATES = 50;
    private static final int BATCH = 18;
    private static final int MOST_STEPS = 17;
    private static final int FEATURES = 5;
    private static final int SYMBOLS = 11;
    private static final int CLASSES = 4;
    private static final long SEED = 20260101;

    private TrainedWeights() {
    }

    /**
     * Prints {@code threads model hash} for each.
     *
     * @param args scalar or vector, then numbers of threads
     */
    public static void main(String[] args) throws IOException {
        for (int i = 1; i < args.length; i++) {
            for (String line : lines(args[0], Integer.parseInt(args[i]))) {
                System.out.println(args[i] + " " + line);
            }
        }
    }

    /** {@code model hash} for each. */
    static List<String> lines(String kernels, int threads) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Workers workers = new Workers(threads)) {
            Engine engine = new Engine(kernels.equals("vector") ? Kernels.vector() : Kernels.scalar(), workers);
            for (ModelEntry entry : models()) {
                lines.add(entry.name() + " " + hash(entry, engine));
            }
        }
        return lines;
    }

    private static List<ModelEntry> models() throws IOException {
        try (InputStream stream = TrainedWeights.class.getResourceAsStream("/golden/weights.yaml")) {
            return new SpecReader(Kinds.installed()).read("weights.yaml",
                    new String(stream.readAllBytes(), StandardCharsets.UTF_8)).models();
        }
    }

    private static String hash(ModelEntry entry, Engine engine) {
        boolean tokens = entry.name().endsWith("-tokens");
        Task task = new Task(tokens ? new Tokens(SYMBOLS) : new Features(FEATURES),
                new Target(tokens ? TargetKind.CLASS_PER_STEP : TargetKind.CLASS, CLASSES), new CrossEntropy());
        SequenceModel model = create(Kinds.installed().models().get(entry.kind()), entry.spec(), task, engine);
        UpdateStep step = new UpdateStep(model, engine, entry.training().get(0), SEED, UPDATES);
        for (int update = 0; update < UPDATES; update++) {
            step.run(batch(task, Randomness.of(SEED, Purpose.TRAINING_DATA).derive(update).stream()), update);
        }
        return WeightHash.of(model.parameters());
    }

    private static <S extends ModelSpec> SequenceModel create(ModelFactory<S> factory, ModelSpec spec, Task task,
            Engine engine) {
        return factory.create(factory.specType().cast(spec), task, Randomness.of(SEED, Purpose.INITIALIZATION), engine);
    }

    private static SequenceBatch batch(Task task, RandomStream stream) {
        int[] lengths = new int[BATCH];
        for (int b = 0; b < BATCH; b++) {
            // The first is the longest, so that every batch is as wide.
            lengths[b] = b == 0 ? MOST_STEPS : 1 + stream.nextInt(MOST_STEPS);
        }
        int rows = BATCH * MOST_STEPS;
        boolean perStep = task.target().perStep();
        float[] features = perStep ? null : new float[rows * FEATURES];
        int[] tokens = perStep ? new int[rows] : null;
        int targets = perStep ? rows : BATCH;
        int[] classes = new int[targets];
        float[] weights = new float[targets];
        for (int i = 0; i < rows * FEATURES; i++) {
            if (perStep) {
                tokens[i / FEATURES] = stream.nextInt(SYMBOLS);
            } else {
                features[i] = (float) stream.nextGaussian();
            }
        }
        for (int i = 0; i < targets; i++) {
            classes[i] = stream.nextInt(CLASSES);
            weights[i] = stream.nextInt(4) * 0.5f;
        }
        return new SequenceBatch(lengths, features, tokens, null, classes, weights);
    }
}
