package dev.unroll.benchmark.contender;

import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.loss.ValueLoss;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model and a batch: what every contender does the same work on. The model maps a sequence of feature vectors to one
 * number through its last step; the loss is the mean squared error.
 *
 * <p>One line of text names it, such as {@code lstm-b32-t50-f8-h64} or {@code transformer-causal-b16-t512-f8-h64}.
 *
 * @param kind      the kind of model
 * @param causal    for a Transformer, whether a step sees no later steps; recurrent models never do
 * @param batchSize B
 * @param steps     T, of every sequence
 * @param features  F
 * @param size      H, hidden units, or the width of a Transformer, which has 2 blocks of 4 heads, normalizes first, and
 *                  has a feed-forward layer of 4 H with ReLU and no positions
 * @param streaming whether an inference pass reads the sequences step by step, each answer before the next input is
 *                  known, instead of all at once; such a workload is not trained
 */
public record Workload(Kind kind, boolean causal, int batchSize, int steps, int features, int size,
        boolean streaming) {

    /** The kinds of model. */
    public enum Kind {
        LSTM, GRU, RNN, TRANSFORMER;

        /** The word for it: {@code lstm}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Blocks of a Transformer. */
    public static final int BLOCKS = 2;
    /** Heads of each block. */
    public static final int HEADS = 4;

    private static final Pattern NAME = Pattern.compile("([a-z]+)(-causal)?(-stream)?-b(\\d+)-t(\\d+)-f(\\d+)-h(\\d+)");

    /** All sequences at once. */
    public Workload(Kind kind, boolean causal, int batchSize, int steps, int features, int size) {
        this(kind, causal, batchSize, steps, features, size, false);
    }

    /** A recurrent model. */
    public static Workload recurrent(Kind kind, int batchSize, int steps, int features, int size) {
        return new Workload(kind, false, batchSize, steps, features, size);
    }

    /** The workload of that {@link #name}. */
    public static Workload named(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a workload must be named like lstm-b32-t50-f8-h64; got " + name);
        }
        return new Workload(Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)), matcher.group(2) != null,
                Integer.parseInt(matcher.group(4)), Integer.parseInt(matcher.group(5)),
                Integer.parseInt(matcher.group(6)), Integer.parseInt(matcher.group(7)), matcher.group(3) != null);
    }

    /** The one line. */
    public String name() {
        return kind.word() + (causal ? "-causal" : "") + (streaming ? "-stream" : "") + "-b" + batchSize + "-t" + steps
                + "-f" + features + "-h" + size;
    }

    /** For people: {@code LSTM 64 units, 50 steps, 8 features, batch 32}. */
    public String description() {
        String model = kind == Kind.TRANSFORMER
                ? "Transformer width " + size + (causal ? ", causal" : ", full") : kind + " " + size + " units";
        return model + ", " + steps + " steps, " + features + " features, batch " + batchSize;
    }

    /** What is learned. */
    public Task task() {
        return new Task(new Features(features), new Target(TargetKind.VALUE, 1), new ValueLoss.Squared());
    }

    /** Features and targets uniform from -1 to 1, always the same. */
    public SequenceBatch batch() {
        Randomness data = Randomness.of(1, Purpose.TRAINING_DATA);
        int[] lengths = new int[batchSize];
        Arrays.fill(lengths, steps);
        return new SequenceBatch(lengths, uniform(data.derive("features"), batchSize * steps * features), null,
                uniform(data.derive("values"), batchSize), null, null);
    }

    private static float[] uniform(Randomness randomness, int n) {
        RandomStream stream = randomness.stream();
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = 2 * stream.nextFloat() - 1;
        }
        return values;
    }

    /**
     * Useful operations of one training step, a multiply-add being two: the matrix products alone, and none that is done
     * a second time to save memory.
     *
     * <p>Recurrent, with G = 4, 3, 1 gates for LSTM, GRU, RNN: forward {@code B T G H F + B (T-1) G H H} multiply-adds;
     * the gradient of the weights as many again; back through time {@code B (T-1) G H H}.
     *
     * <p>Transformer, per block: {@code 12 B T H H} for its four maps, as many for the gradient of their weights and of
     * their inputs; attention {@code 2 B P H} with P pairs of query and key, T T or, causal, T (T+1) / 2, and twice that
     * backward. The map of the input {@code B T F H}, and as many for its weights.
     */
    public double trainingOperations() {
        double rows = (double) batchSize * steps;
        if (kind == Kind.TRANSFORMER) {
            double pairs = causal ? 0.5 * steps * (steps + 1) : (double) steps * steps;
            double block = 3 * 12 * rows * size * size + 3 * 2 * batchSize * pairs * size;
            return 2 * (BLOCKS * block + 2 * rows * features * size);
        }
        double gates = gates();
        double input = rows * gates * size * features;
        double recurrent = (double) batchSize * (steps - 1) * gates * size * size;
        return 2 * (2 * input + 3 * recurrent);
    }

    private int gates() {
        return switch (kind) {
            case LSTM -> 4;
            case GRU -> 3;
            default -> 1;
        };
    }
}
