package dev.unroll.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.kernel.Kernels;
import dev.unroll.layer.Pass;
import dev.unroll.model.Parameter;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.testing.Closeness;
import dev.unroll.testing.Specs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every option alone, and many at random together, against plain equations in double. */
class TransformerOptionsTest {

    private static final int COMBINATIONS = 28;

    private static final Map<String, Object[]> OPTIONS = new LinkedHashMap<>();

    static {
        OPTIONS.put("rms", new Object[] {"normalization", Normalization.RMS});
        OPTIONS.put("rms post-norm", new Object[] {"normalization", Normalization.RMS, "normFirst", false});
        OPTIONS.put("relu", new Object[] {"activation", Activation.RELU});
        OPTIONS.put("gelu-tanh", new Object[] {"activation", Activation.GELU_TANH});
        OPTIONS.put("swiglu", new Object[] {"activation", Activation.SWIGLU});
        OPTIONS.put("one head of keys", new Object[] {"numKeyValueHeads", 1});
        for (Positions positions : Positions.values()) {
            Integer maxPositions = positions == Positions.LEARNED ? 9 : null;
            OPTIONS.put(positions + " causal", new Object[] {"positions", positions, "maxPositions", maxPositions});
            OPTIONS.put(positions + " full",
                    new Object[] {"positions", positions, "maxPositions", maxPositions, "causal", false});
        }
        OPTIONS.put("window", new Object[] {"attentionWindow", 3});
        OPTIONS.put("window full", new Object[] {"attentionWindow", 3, "causal", false});
        OPTIONS.put("window of 1", new Object[] {"attentionWindow", 1});
        OPTIONS.put("dropout", new Object[] {"dropout", 0.3});
        OPTIONS.put("embedding dropout", new Object[] {"embeddingDropout", 0.3});
        OPTIONS.put("attention dropout", new Object[] {"attentionDropout", 0.3});
        OPTIONS.put("attention dropout full", new Object[] {"attentionDropout", 0.3, "causal", false});
        OPTIONS.put("stochastic depth", new Object[] {"stochasticDepth", 0.7});
    }

    /** A small specification with some options by name. */
    private static TransformerSpec spec(Object... options) {
        List<Object> all = new ArrayList<>(
                List.of("modelSize", 8, "numHeads", 2, "numLayers", 2, "feedForwardSize", 6));
        all.addAll(Arrays.asList(options));
        return Specs.of(TransformerSpec.class, all.toArray());
    }

    static Stream<String> options() {
        return OPTIONS.keySet().stream();
    }

    static IntStream combinations() {
        return IntStream.range(0, COMBINATIONS);
    }

    /** A random combination of options, for sequences up to this length. */
    private static TransformerSpec combination(int seed, int length) {
        RandomStream random = Randomness.of(seed, Purpose.PROBE).stream();
        int heads = 1 << random.nextInt(3);
        Positions positions = Positions.values()[random.nextInt(Positions.values().length)];
        return spec("numHeads", heads, "modelSize", Math.max(4, heads * 2 * (1 + random.nextInt(2))),
                "numKeyValueHeads", 1 << random.nextInt(Integer.numberOfTrailingZeros(heads) + 1),
                "feedForwardSize", 3 + random.nextInt(4),
                "activation", Activation.values()[random.nextInt(Activation.values().length)],
                "normalization", Normalization.values()[random.nextInt(2)],
                "normFirst", random.nextInt(2) == 0, "causal", random.nextInt(2) == 0,
                "positions", positions, "maxPositions", positions == Positions.LEARNED ? length : null,
                "attentionWindow", random.nextInt(2) == 0 ? 99 : 1 + random.nextInt(9),
                "dropout", random.nextInt(2) * 0.2, "embeddingDropout", random.nextInt(2) * 0.3,
                "attentionDropout", random.nextInt(2) * 0.4, "stochasticDepth", random.nextInt(2) * 0.5);
    }

    @ParameterizedTest
    @MethodSource("options")
    void eachOptionMatchesTheNaiveReference(String option) {
        new EncoderRun(spec(OPTIONS.get(option)), EncoderRun.engine(Kernels.vector(), 2), 4, 1, 7)
                .assertMatchesNaive(EncoderRun.TRAINING);
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void optionsTogetherMatchTheNaiveReference(int seed) {
        int[] lengths = seed % 9 == 0 ? new int[] {34} : new int[] {5, 1, 8};
        TransformerSpec spec = combination(seed, 34);
        EncoderRun run = new EncoderRun(spec, EncoderRun.engine(Kernels.vector(), 2), lengths);
        try {
            run.assertMatchesNaive(EncoderRun.TRAINING);
        } catch (AssertionError failed) {
            throw new AssertionError("seed " + seed + ", " + spec, failed);
        }
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void threadsAndKernelsChangeNoBit(int seed) {
        TransformerSpec spec = combination(seed, 150);
        int[] lengths = {1, 37, 150};
        EncoderRun plain = new EncoderRun(spec, EncoderRun.engine(Kernels.scalar(), 1), lengths);
        plain.forward(EncoderRun.TRAINING).backward();
        EncoderRun other = new EncoderRun(spec, EncoderRun.engine(Kernels.vector(), 1 + seed % 3), lengths);
        other.forward(EncoderRun.TRAINING).backward();
        other.assertSameBits(plain);
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void aSequenceComesOutTheSameInAnyCompany(int seed) {
        TransformerSpec spec = combination(seed, 150);
        int width = spec.modelSize();
        EncoderRun together = new EncoderRun(spec, EncoderRun.engine(Kernels.vector(), 1), 33, 70, 140);
        together.forward(Pass.EVALUATION);
        EncoderRun alone = new EncoderRun(spec, EncoderRun.engine(Kernels.vector(), 1), 70);
        System.arraycopy(together.input, 33 * width, alone.input, 0, 70 * width);
        alone.forward(Pass.EVALUATION);
        Closeness.assertSameBits("output", alone.output,
                Arrays.copyOfRange(together.output, 33 * width, 103 * width), 70 * width);
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void stepsThatAreNotSeenNeverChangeABit(int seed) {
        TransformerSpec spec = combination(seed, 150);
        int reach = (spec.attentionWindow() - 1) * spec.numLayers();
        int width = spec.modelSize();
        EncoderRun plain = new EncoderRun(spec, EncoderRun.engine(Kernels.vector(), 1), 150).forward(Pass.EVALUATION);
        int changed = 70;
        EncoderRun other = new EncoderRun(spec, EncoderRun.engine(Kernels.vector(), 1), 150);
        Arrays.fill(other.input, changed * width, (changed + 1) * width, Float.NaN);
        other.forward(Pass.EVALUATION);
        for (int t = 0; t < 150; t++) {
            boolean reached = Math.abs(t - changed) <= reach && (!spec.causal() || t >= changed);
            for (int j = t * width; j < (t + 1) * width; j++) {
                float value = other.output[j];
                if (reached ? !Float.isNaN(value) : value != plain.output[j]) {
                    throw new AssertionError("seed " + seed + ", step " + t + ": got " + value + ", was "
                            + plain.output[j] + ", reached: " + reached);
                }
            }
        }
    }

    /** 1, 2 and 4 threads take even groups of sequences; 3 take turns, as do all but one where groups are uneven. */
    @ParameterizedTest
    @CsvSource({"1, 100 110 90 1 100 100 95 33 100 105 100 98 102", "2, 40 40 40 40 40 40 40 40 40 40 40 40 40 40 40 40",
        "5, 17 30 24 1 25 26 22 28 23 25 24 26 25 25 21 29 30", "9, 110 3 1 1 4 1 5 9 2 6", "12, 110 110"})
    void groupsOfSequencesGiveTheBitsOfTurns(int seed, String words) {
        TransformerSpec spec = combination(seed, 110);
        int[] lengths = Arrays.stream(words.split(" ")).mapToInt(Integer::parseInt).toArray();
        EncoderRun alone = new EncoderRun(spec, EncoderRun.engine(Kernels.vector(), 1), lengths);
        alone.forward(EncoderRun.TRAINING).backward();
        for (int threads = 2; threads <= 4; threads++) {
            EncoderRun together = new EncoderRun(spec, EncoderRun.engine(Kernels.vector(), threads), lengths);
            together.forward(EncoderRun.TRAINING).backward();
            alone.assertSameBits(together);
        }
    }

    @Test
    void rotaryScoresDependOnDistanceAlone() {
        RotaryPositions rotary = new RotaryPositions(6);
        rotary.prepare(60);
        double[] scores = new double[2];
        for (int i = 0; i < 2; i++) {
            float[] query = {1, 2, 3, -1, 0.5f, 2};
            float[] key = {0.5f, -2, 1, 1, 3, -1};
            rotary.rotate(13 + 40 * i, 1, query, 0);
            rotary.rotate(9 + 40 * i, 1, key, 0);
            for (int d = 0; d < 6; d++) {
                scores[i] += query[d] * key[d];
            }
        }
        assertThat(scores[1]).isCloseTo(scores[0], within(1e-5));
    }

    @ParameterizedTest
    @CsvSource({"8, 0, 0.5", "8, 7, 0.00390625", "4, 0, 0.25", "12, 8, 0.70710678", "12, 11, 0.08838835"})
    void slopesAreThoseOfThePaper(int heads, int head, double slope) {
        assertThat(AlibiSlopes.slope(head, heads)).isCloseTo(slope, within(1e-8));
    }

    @Test
    void stochasticDepthSkipsSomeSequencesAndNoneOutsideTraining() {
        Object[] options = {"numLayers", 1, "positions", Positions.NONE, "stochasticDepth", 0.5};
        int[] lengths = new int[60];
        Arrays.fill(lengths, 2);
        EncoderRun run = new EncoderRun(spec(options), EncoderRun.engine(Kernels.vector(), 1), lengths);
        run.forward(EncoderRun.TRAINING);
        float[] block = new float[run.input.length];
        run.encoder.states(run.layout, (name, size, values, offset, stride) ->
                System.arraycopy(values, 0, block, 0, block.length));
        int skipped = 0;
        for (int b = 0; b < lengths.length; b++) {
            boolean same = true;
            for (int j = 0; j < 16; j++) {
                same &= block[16 * b + j] == run.input[16 * b + j] * (float) EncoderRun.INPUT_SCALE;
            }
            skipped += same ? 1 : 0;
        }
        assertThat(skipped).isBetween(18, 42);
        options[5] = 0.0;
        EncoderRun plain = new EncoderRun(spec(options), EncoderRun.engine(Kernels.vector(), 1), lengths);
        assertThat(run.forward(Pass.EVALUATION).output).isEqualTo(plain.forward(Pass.EVALUATION).output);
    }

    @Test
    void aSequenceLongerThanLearnedPositionsIsRefused() {
        EncoderRun run = new EncoderRun(spec("positions", Positions.LEARNED, "maxPositions", 5),
                EncoderRun.engine(Kernels.scalar(), 1), 6);
        assertThatThrownBy(() -> run.forward(Pass.EVALUATION)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sequences must be no longer than maxPositions where positions are learned; got 6 and 5;"
                        + " raise maxPositions, or choose positions that take any length, such as rotary");
    }

    @Test
    void scaledInitializationShrinksWhatWritesIntoTheResidualStream() {
        for (boolean scaled : new boolean[] {true, false}) {
            TransformerSpec spec = spec("numLayers", 3, "feedForwardSize", 8, "normFirst", false,
                    "scaledInitialization", scaled);
            double limit = Math.sqrt(6.0 / 16) * (scaled ? 1 / Math.sqrt(6) : 1);
            TransformerEncoder encoder = new TransformerEncoder(spec, 1, Randomness.of(1, Purpose.INITIALIZATION),
                    EncoderRun.engine(Kernels.scalar(), 1));
            for (Parameter parameter : encoder.parameters()) {
                if (parameter.name().endsWith("outWeight") || parameter.name().endsWith("weight2")) {
                    double greatest = 0;
                    for (float value : parameter.value()) {
                        greatest = Math.max(greatest, Math.abs(value));
                    }
                    assertThat(greatest).isBetween(0.8 * limit, 1.0001 * limit);
                }
            }
        }
    }
}
