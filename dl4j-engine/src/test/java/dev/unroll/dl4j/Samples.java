package dev.unroll.dl4j;

import dev.unroll.engine.Engine;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.ValueLoss;
import dev.unroll.lstm.LstmFactory;
import dev.unroll.lstm.LstmSpec;
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
import dev.unroll.rnn.RnnFactory;
import dev.unroll.rnn.RnnSpec;
import dev.unroll.transformer.TransformerFactory;
import dev.unroll.transformer.TransformerSpec;
import java.util.Arrays;
import java.util.List;

/** Small models of each kind, with tasks and batches of different lengths and weights, some of them 0. */
final class Samples {

    static final Engine ENGINE = Engine.withThreads(1);
    static final int[] LENGTHS = {4, 1, 6, 3};
    private static final int STEPS = 6;

    /** Values of a sequence from features; a class of each step from tokens. */
    static final List<Task> TASKS = List.of(
            new Task(new Features(3), new Target(TargetKind.VALUE, 2), new ValueLoss.Squared()),
            new Task(new Features(3), new Target(TargetKind.VALUE, 2), new ValueLoss.Absolute()),
            new Task(new Tokens(5), new Target(TargetKind.CLASS_PER_STEP, 4), new CrossEntropy()));

    private Samples() {
    }

    /** @param dropout above 0 has values dropped between layers */
    static List<ModelSpec> specs(double dropout) {
        return List.of(Specs.lstm(List.of(5, 3), dropout, false), Specs.lstm(List.of(5, 3), dropout, true),
                Specs.rnn(List.of(5, 3), dropout), Specs.transformer(dropout));
    }

    /** A model of the engine that the spec names, all its parameters random, those that begin at 0 too. */
    static SequenceModel model(ModelSpec spec, Task task) {
        Randomness seed = Randomness.of(1, Purpose.INITIALIZATION);
        SequenceModel model = spec instanceof LstmSpec lstm ? new LstmFactory().create(lstm, task, seed, ENGINE)
                : spec instanceof RnnSpec rnn ? new RnnFactory().create(rnn, task, seed, ENGINE)
                : new TransformerFactory().create((TransformerSpec) spec, task, seed, ENGINE);
        RandomStream random = Randomness.of(2, Purpose.PROBE).stream();
        model.parameters().forEach(parameter -> {
            for (int i = 0; i < parameter.size(); i++) {
                parameter.value()[i] += random.nextUniform(-0.3f, 0.3f);
            }
        });
        return model;
    }

    static SequenceBatch batch(Task task) {
        RandomStream random = Randomness.of(3, Purpose.TRAINING_DATA).stream();
        int places = LENGTHS.length * STEPS;
        boolean tokens = task.input() instanceof Tokens;
        float[] features = new float[places * 3];
        int[] symbols = new int[places];
        int[] classes = new int[places];
        float[] weights = new float[tokens ? places : LENGTHS.length];
        Arrays.fill(features, Float.NaN);
        for (int b = 0; b < LENGTHS.length; b++) {
            for (int t = 0; t < LENGTHS[b]; t++) {
                int place = b * STEPS + t;
                for (int i = 0; i < 3; i++) {
                    features[place * 3 + i] = random.nextUniform(-1, 1);
                }
                symbols[place] = random.nextInt(5);
                classes[place] = random.nextInt(4);
            }
        }
        float[] values = new float[LENGTHS.length * 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextUniform(-1, 1);
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i % 3 == 1 ? 0 : 0.5f + i % 5;
        }
        return new SequenceBatch(LENGTHS, tokens ? null : features, tokens ? symbols : null, tokens ? null : values,
                tokens ? classes : null, weights);
    }
}
