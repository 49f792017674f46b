package dev.unroll.datasets.synthetic;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.BatchArrays;
import dev.unroll.dataset.InputUnits;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.dataset.TargetUnits;
import dev.unroll.datasets.Fingerprint;
import dev.unroll.datasets.PartSizes;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Input;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The copying problem as Arjovsky, Shah &amp; Bengio state it (2016, "Unitary evolution recurrent neural networks",
 * arXiv 1511.06464): repeat S symbols after a lag of T steps.
 *
 * <p>The input is S symbols, each uniform among A, then T - 1 blanks, a delimiter and S blanks; the target is T + S
 * blanks and then the S symbols. Symbols are tokens {@code 0 … A-1}, the blank is A and the delimiter A + 1; classes
 * are the first A + 1 of these. With S = 3, T = 4 and A = 8:
 * <pre>
 *   input    5 0 7 _ _ _ | _ _ _
 *   target   _ _ _ _ _ _ _ 5 0 7
 *   weight   0 0 0 0 0 0 0 1 1 1    (lossOn: recall)
 * </pre>
 *
 * <p>By default only the recalled symbols have weight, so that accuracy is the share of symbols recalled, 1/A by
 * chance; with weight everywhere a model that only knows when to be blank would score at least (T + S) / (T + 2S), here
 * 70 %. The paper's loss is the mean over all steps, {@code lossOn: all}: it is ours times S / (T + 2S) plus the share
 * of the blanks. Without memory it is {@code S ln A / (T + 2S)}: 10 ln 8 / (T + 20) in the paper's setting, and ln 8 =
 * 2.0794 over the recalled symbols.
 */
public final class CopyingDataset implements SequenceDataset {

    // The logarithm of next to nothing: exp(-100) vanishes beside 1 in float and double.
    private static final float NEVER = -100f;

    private final CopyingSpec spec;
    private final PartSizes sizes;
    private final ExampleStreams streams;

    CopyingDataset(CopyingSpec spec, Randomness randomness) {
        this.spec = spec;
        this.sizes = new PartSizes(spec.trainSize(), spec.validationSize(), spec.testSize());
        this.streams = new ExampleStreams(randomness);
    }

    @Override
    public Input input() {
        return new Task.Tokens(spec.alphabet() + 2);
    }

    @Override
    public Target target() {
        return new Target(TargetKind.CLASS_PER_STEP, spec.alphabet() + 1);
    }

    @Override
    public int size(Part part) {
        return sizes.of(part);
    }

    @Override
    public int length(Part part, int index) {
        sizes.check(part, new int[] {index});
        return spec.length();
    }

    @Override
    public SequenceBatch batch(Part part, int[] indices) {
        return batch(part, indices, new BatchArrays());
    }

    @Override
    public SequenceBatch batch(Part part, int[] indices, BatchArrays arrays) {
        sizes.check(part, indices);
        int length = spec.length();
        int blank = spec.alphabet();
        int[] lengths = arrays.lengths(indices.length);
        int[] tokens = arrays.tokens(indices.length * length);
        int[] classes = arrays.classes(indices.length * length);
        float[] weights = arrays.weights(indices.length * length);
        Arrays.fill(lengths, length);
        Arrays.fill(tokens, blank);
        Arrays.fill(classes, blank);
        Arrays.fill(weights, spec.lossOn().equals("all") ? 1f : 0f);
        for (int b = 0; b < indices.length; b++) {
            write(streams.of(part, indices[b]), tokens, classes, weights, b * length);
        }
        return new SequenceBatch(lengths, null, tokens, null, classes, weights);
    }

    /** Writes the symbols, delimiter and recall of one example, from {@code offset}; the rest stays as it is. */
    private void write(RandomStream stream, int[] tokens, int[] classes, float[] weights, int offset) {
        int recall = recallStart();
        for (int s = 0; s < spec.copyLength(); s++) {
            int symbol = stream.nextInt(spec.alphabet());
            tokens[offset + s] = symbol;
            classes[offset + recall + s] = symbol;
            weights[offset + recall + s] = 1f;
        }
        tokens[offset + recall - 1] = spec.alphabet() + 1;
    }

    /** The step at which the first symbol is recalled, right after the delimiter. */
    private int recallStart() {
        return spec.copyLength() + spec.lag();
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(new Memoryless());
    }

    @Override
    public Optional<TargetUnits> units() {
        return Optional.empty();
    }

    @Override
    public InputUnits inputUnits() {
        List<String> names = new ArrayList<>(classNames());
        names.add("delimiter");
        return new InputUnits(names, new double[0], new double[0], spec.length());
    }

    @Override
    public List<String> classNames() {
        List<String> names = new ArrayList<>();
        for (int symbol = 0; symbol < spec.alphabet(); symbol++) {
            names.add("symbol" + symbol);
        }
        names.add("blank");
        return names;
    }

    @Override
    public String fingerprint() {
        return Fingerprint.of("copying version 1, lag " + spec.lag() + ", symbols " + spec.copyLength() + " of "
                + spec.alphabet() + ", loss on " + spec.lossOn() + ", examples " + spec.trainSize() + " "
                + spec.validationSize() + " " + spec.testSize());
    }

    /**
     * Knows when to be blank and when to recall, but not what: the same probability for every symbol. Its scores are
     * log-probabilities, so that its cross-entropy is the paper's figure.
     */
    private final class Memoryless implements Baseline {
        @Override
        public String name() {
            return "memoryless";
        }

        @Override
        public float[] predict(Part part, int[] indices) {
            int length = spec.length();
            int numClasses = spec.alphabet() + 1;
            float chance = (float) -StrictMath.log(spec.alphabet());
            float[] scores = new float[indices.length * length * numClasses];
            for (int b = 0; b < indices.length; b++) {
                for (int t = 0; t < length; t++) {
                    boolean recalling = t >= recallStart();
                    int from = (b * length + t) * numClasses;
                    Arrays.fill(scores, from, from + spec.alphabet(), recalling ? chance : NEVER);
                    scores[from + spec.alphabet()] = recalling ? NEVER : 0;
                }
            }
            return scores;
        }
    }
}
