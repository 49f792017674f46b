package dev.unroll.datasets.recall;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.Part;
import dev.unroll.datasets.synthetic.ExampleBuffer;
import dev.unroll.datasets.synthetic.Form;
import dev.unroll.datasets.synthetic.GeneratedDataset;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import java.util.List;

/**
 * Multi-query associative recall (Arora et al. 2023, "Zoology: Measuring and improving recall in efficient language
 * models", arXiv 2312.04927): pairs of a key and a value, then each key again somewhere, to be answered with its value.
 *
 * <p>Of a vocabulary of V, the symbols from 1 to V/2 - 1 are keys and those from V/2 on values. A sequence of L steps
 * begins with N pairs of distinct keys and distinct values. The rest is a row of places two steps apart; each key
 * stands at one of them, drawn without repetition with probability proportional to {@code i^(a-1)} for the i-th place,
 * i from 1, so that near ones are likelier; what fills the other steps is uniform in the vocabulary. The target is the
 * value, at the step of the key; all other steps are ignored. With V = 12, N = 2, L = 12, filler shown as dots:
 * <pre>
 *   input    2 8 4 7 . . 4 . 2 . . .
 *   target   . . . . . . 7 . 8 . . .
 *   weight   0 0 0 0 0 0 1 0 1 0 0 0
 * </pre>
 *
 * <p>Picking one of the N values at random is right 1/N of the time, and picking any value 2/V. N is uniform among the
 * numbers given; slices are by N. The paper's smallest setting is L = 64, N = 4, V = 8192, a = 0.01.
 */
public final class AssociativeRecallDataset extends GeneratedDataset {

    private final AssociativeRecallSpec spec;
    private final double[][] placeLaws;

    AssociativeRecallDataset(AssociativeRecallSpec spec, Randomness randomness) {
        super(Form.tokens(symbols(spec.vocabulary()), TargetKind.CLASS_PER_STEP, symbols(spec.vocabulary()),
                spec.length()), spec.sizes(),
                "multi-query associative recall version 1, length " + spec.length() + ", pairs " + spec.pairs()
                + ", vocabulary " + spec.vocabulary() + ", power " + spec.power(), randomness);
        this.spec = spec;
        placeLaws = spec.pairs().stream().map(n -> cumulative((spec.length() - 2 * n) / 2, spec.power()))
                .toArray(double[][]::new);
    }

    private static List<String> symbols(int vocabulary) {
        List<String> symbols = Form.numbered("filler", 1);
        Form.numbered("key", vocabulary / 2).stream().skip(1).forEach(symbols::add);
        symbols.addAll(Form.numbered("value", vocabulary - vocabulary / 2));
        return symbols;
    }

    /** Sums of {@code i^(a-1)} up to each of the places. */
    private static double[] cumulative(int places, double power) {
        double[] sums = new double[places];
        double sum = 0;
        for (int i = 0; i < places; i++) {
            sum += StrictMath.pow(i + 1.0, power - 1);
            sums[i] = sum;
        }
        return sums;
    }

    @Override
    protected void generate(Part part, RandomStream random, ExampleBuffer example) {
        int which = random.nextInt(spec.pairs().size());
        int pairs = spec.pairs().get(which);
        int values = spec.vocabulary() / 2;
        int[] key = distinct(random, 1, values, pairs);
        int[] value = distinct(random, values, spec.vocabulary(), pairs);
        for (int i = 0; i < pairs; i++) {
            example.token(key[i]);
            example.token(value[i]);
        }
        for (int t = 2 * pairs; t < spec.length(); t++) {
            example.token(random.nextInt(spec.vocabulary()));
        }
        int[] places = places(random, placeLaws[which], pairs);
        for (int i = 0; i < pairs; i++) {
            int step = 2 * pairs + 2 * places[i];
            example.setToken(step, key[i]);
            example.expect(step, value[i]);
        }
        example.slice(which);
    }

    /** Different numbers, uniform from {@code from} to {@code to - 1}. */
    private static int[] distinct(RandomStream random, int from, int to, int count) {
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++) {
            do {
                drawn[i] = from + random.nextInt(to - from);
            } while (contains(drawn, i, drawn[i]));
        }
        return drawn;
    }

    /** Different places; drawing a taken one again is the same as drawing among those left. */
    private static int[] places(RandomStream random, double[] law, int count) {
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++) {
            do {
                int found = Arrays.binarySearch(law, random.nextDouble() * law[law.length - 1]);
                drawn[i] = Math.min(law.length - 1, found >= 0 ? found + 1 : -found - 1);
            } while (contains(drawn, i, drawn[i]));
        }
        return drawn;
    }

    private static boolean contains(int[] drawn, int count, int number) {
        for (int i = 0; i < count; i++) {
            if (drawn[i] == number) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<String> slices() {
        return spec.pairs().stream().map(n -> n + (n == 1 ? " pair" : " pairs")).toList();
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(new AnyValue());
    }

    /** Gives every value that the sequence's pairs hold the same probability, and nothing else any. */
    private final class AnyValue implements Baseline {

        // Far below any logarithm of a probability, so that nothing else is ever chosen.
        private static final float NEVER = -100f;

        @Override
        public String name() {
            return "any value of the sequence";
        }

        @Override
        public float[] predict(Part part, int[] indices) {
            SequenceBatch batch = batch(part, indices);
            int length = spec.length();
            float[] scores = new float[indices.length * length * spec.vocabulary()];
            Arrays.fill(scores, NEVER);
            for (int b = 0; b < indices.length; b++) {
                int pairs = spec.pairs().get(slice(part, indices[b]));
                float chance = (float) -StrictMath.log(pairs);
                for (int t = 0; t < length; t++) {
                    for (int i = 0; i < pairs; i++) {
                        scores[(b * length + t) * spec.vocabulary() + batch.tokens()[b * length + 2 * i + 1]] = chance;
                    }
                }
            }
            return scores;
        }
    }
}
