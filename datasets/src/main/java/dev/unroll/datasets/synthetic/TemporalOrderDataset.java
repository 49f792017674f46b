package dev.unroll.datasets.synthetic;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.Part;
import dev.unroll.datasets.PartSizes;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * Temporal order (Hochreiter &amp; Schmidhuber 1997, "Long short-term memory", experiments 6a and 6b): tell in which
 * order two or three widely separated symbols came.
 *
 * <p>A sequence begins with E and ends with B. Its length is uniform from T to T + T/10. Between them every symbol is
 * uniform among the distractors a, b, c, d, except for X or Y, equally likely, at each of the relevant steps: one
 * uniform from T/10 to T/5 and one from T/2 to 3T/5; of three symbols, one from T/10 to T/5, one from 33T/100 to
 * 43T/100 and one from 66T/100 to 76T/100 (all rounded down, ends included). The class is what the relevant symbols
 * spell. With two symbols, shortened:
 * <pre>
 *   input    E a c X b d a Y d c B
 *   class    XY
 * </pre>
 *
 * <p>Chance is 1/4 with two symbols and 1/8 with three. Slices are by the lag from the first relevant symbol to the
 * end.
 *
 * <p>With noise (kind {@code noisy-temporal-order}, our extension in the manner of the paper's experiment 3, where
 * noise and signal share a channel) a step is the symbol's indicator, 8 features of 0 or 1, each with noise of its own
 * added, uniform with mean 0 and the given standard deviation.
 */
public final class TemporalOrderDataset extends GeneratedDataset {

    private static final List<String> SYMBOLS = List.of("E", "B", "a", "b", "c", "d", "X", "Y");
    private static final int START = 0;
    private static final int END = 1;
    private static final int DISTRACTOR = 2;
    private static final int DISTRACTORS = 4;
    private static final int RELEVANT = 6;
    // Hundredths of T between which each relevant step lies.
    private static final int[][] TWO = {{10, 20}, {50, 60}};
    private static final int[][] THREE = {{10, 20}, {33, 43}, {66, 76}};
    private static final int HALF_BITS = 16;
    private static final float HALF_UNIT = 0x1p-16f;

    private final int length;
    private final int[][] places;
    private final float noiseWidth;
    private final boolean noisy;
    private final Ranges lags;

    TemporalOrderDataset(TemporalOrderSpec spec, Randomness randomness) {
        this(spec.length(), spec.symbols(), 0, false, spec.sizes(), randomness);
    }

    TemporalOrderDataset(NoisyTemporalOrderSpec spec, Randomness randomness) {
        this(spec.length(), spec.symbols(), spec.noise(), true, spec.sizes(), randomness);
    }

    private TemporalOrderDataset(int length, int symbols, double noise, boolean noisy, PartSizes sizes,
            Randomness randomness) {
        super(noisy ? Form.features(SYMBOLS, classes(symbols), 0)
                : Form.tokens(SYMBOLS, TargetKind.CLASS, classes(symbols), 0), sizes,
                (noisy ? "noisy temporal order version 1, noise " + noise + ", " : "temporal order version 1, ")
                + "length " + length + ", symbols " + symbols, randomness);
        this.length = length;
        this.noisy = noisy;
        places = symbols == 2 ? TWO : THREE;
        // A uniform number has the width's square over 12 as its variance.
        noiseWidth = (float) (noise * Math.sqrt(12));
        lags = new Ranges("lag", length - 1 - length / 5, length + length / 10 - 1 - length / 10, 3);
    }

    private static List<String> classes(int symbols) {
        return symbols == 2 ? List.of("XX", "XY", "YX", "YY")
                : List.of("XXX", "XXY", "XYX", "XYY", "YXX", "YXY", "YYX", "YYY");
    }

    @Override
    protected void generate(Part part, RandomStream random, ExampleBuffer example) {
        int steps = length + random.nextInt(length / 10 + 1);
        int[] symbols = new int[steps];
        for (int t = 1; t < steps - 1; t++) {
            symbols[t] = DISTRACTOR + random.nextInt(DISTRACTORS);
        }
        symbols[0] = START;
        symbols[steps - 1] = END;
        int spelled = 0;
        for (int i = 0; i < places.length; i++) {
            int from = places[i][0] * length / 100;
            int at = from + random.nextInt(places[i][1] * length / 100 - from + 1);
            int which = random.nextInt(2);
            symbols[at] = RELEVANT + which;
            spelled = 2 * spelled + which;
            if (i == 0) {
                example.slice(lags.of(steps - 1 - at));
            }
        }
        example.label(spelled);
        if (noisy) {
            writeNoisy(symbols, random, example);
        } else {
            for (int symbol : symbols) {
                example.token(symbol);
            }
        }
    }

    private void writeNoisy(int[] symbols, RandomStream random, ExampleBuffer example) {
        int width = SYMBOLS.size();
        float[] features = new float[symbols.length * width];
        for (int i = 0; i < features.length; i += 2) {
            // Each half of the bits makes one number: sixteen are enough for noise.
            int bits = random.nextInt();
            features[i] = noise(bits >>> HALF_BITS);
            features[i + 1] = noise(bits & 0xFFFF);
        }
        for (int t = 0; t < symbols.length; t++) {
            features[t * width + symbols[t]] += 1f;
        }
        example.features(features, 0, symbols.length);
    }

    private float noise(int half) {
        return noiseWidth * ((half + 0.5f) * HALF_UNIT - 0.5f);
    }

    @Override
    public List<String> slices() {
        return lags.names();
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(ConstantAnswer.uniform(this, target().size()));
    }
}
