package dev.unroll.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.engine.Engine;
import dev.unroll.gru.GruFactory;
import dev.unroll.gru.GruSpec;
import dev.unroll.loss.ValueLoss;
import dev.unroll.lstm.LstmFactory;
import dev.unroll.lstm.LstmSpec;
import dev.unroll.model.Parameter;
import dev.unroll.model.Recurrence;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.rnn.RnnFactory;
import dev.unroll.rnn.RnnSpec;
import dev.unroll.testing.Specs;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlossingLossTest {

    private static final int STEPS = 17;
    private static final int WARM_UP = 5;
    private static final double TARGET = 0.05;
    private static final Randomness INITIALIZATION = Randomness.of(3, Purpose.INITIALIZATION);
    private static final Task TASK = new Task(new Task.Features(2), new Task.Target(Task.TargetKind.VALUE, 1),
            new ValueLoss.Squared());
    private static final Engine ENGINE = Engine.withThreads(1);

    static Stream<SequenceModel> models() {
        List<Integer> sizes = List.of(4);
        return Stream.of(
                new RnnFactory().create(Specs.of(RnnSpec.class, "hiddenSizes", sizes), TASK, INITIALIZATION, ENGINE),
                new RnnFactory().create(Specs.of(RnnSpec.class, "hiddenSizes", sizes, "leak", 0.4), TASK, INITIALIZATION,
                        ENGINE),
                new LstmFactory().create(Specs.of(LstmSpec.class, "hiddenSizes", sizes), TASK, INITIALIZATION, ENGINE),
                new LstmFactory().create(Specs.of(LstmSpec.class, "hiddenSizes", sizes, "peepholes", true, "coupledGates",
                        true), TASK, INITIALIZATION, ENGINE),
                new GruFactory().create(Specs.of(GruSpec.class, "hiddenSizes", sizes), TASK, INITIALIZATION, ENGINE),
                new GruFactory().create(Specs.of(GruSpec.class, "hiddenSizes", sizes, "resetAfter", false), TASK,
                        INITIALIZATION, ENGINE));
    }

    private static SequenceBatch batch() {
        RandomStream random = Randomness.of(8, Purpose.PROBE).stream();
        float[] features = new float[2 * STEPS];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextGaussian();
        }
        return new SequenceBatch(new int[] {STEPS}, features, null, new float[1], null, null);
    }

    private static double loss(SequenceModel model, SequenceBatch batch, int exponents, double[][] dParameters) {
        Recurrence recurrence = model.recurrences(batch).get(0);
        double[][] sums = dParameters != null ? dParameters : empty(recurrence);
        return new FlossingLoss(recurrence.map(), exponents, WARM_UP, TARGET).add(recurrence.inputs()[0],
                recurrence.starts()[0], Randomness.of(4, Purpose.PROBE).stream(), 1, sums);
    }

    private static double[][] empty(Recurrence recurrence) {
        return recurrence.map().parameters().stream().map(p -> new double[p.size()]).toArray(double[][]::new);
    }

    @ParameterizedTest
    @MethodSource("models")
    void theGradientIsThatOfTheExponentsThroughAllSteps(SequenceModel model) {
        // Weights at which no unit is saturated, and biases and peepholes that are not 0.
        RandomStream random = Randomness.of(5, Purpose.PROBE).stream();
        for (Parameter parameter : model.parameters()) {
            for (int i = 0; i < parameter.size(); i++) {
                parameter.value()[i] += (float) (0.3 * random.nextGaussian());
            }
        }
        SequenceBatch batch = batch();
        Recurrence recurrence = model.recurrences(batch).get(0);
        for (int exponents : new int[] {1, 3, 4}) {
            double[][] gradient = empty(recurrence);
            loss(model, batch, exponents, gradient);
            for (int p = 0; p < gradient.length; p++) {
                Parameter parameter = recurrence.map().parameters().get(p);
                double scale = 1e-3 + Arrays.stream(gradient[p]).map(Math::abs).max().orElseThrow();
                for (int i = 0; i < parameter.size(); i++) {
                    double difference = difference(model, batch, exponents, parameter.value(), i);
                    if (!(Math.abs(gradient[p][i] - difference) <= 1e-5 * scale)) {
                        throw new AssertionError(model.spec() + ", " + exponents + " exponents, " + parameter.name() + "["
                                + i + "]: expected " + difference + ", got " + gradient[p][i]);
                    }
                }
            }
        }
    }

    private static double difference(SequenceModel model, SequenceBatch batch, int exponents, float[] at, int i) {
        float step = 0x1p-15f;
        float kept = at[i];
        at[i] = kept + step;
        double width = at[i];
        double above = loss(model, batch, exponents, null);
        at[i] = kept - step;
        width -= at[i];
        double below = loss(model, batch, exponents, null);
        at[i] = kept;
        return (above - below) / width;
    }

    @Test
    void whereRoundingAloneKeepsADirectionNothingIsDividedByIt() {
        SequenceModel model = new RnnFactory().create(Specs.of(RnnSpec.class, "hiddenSizes", List.of(4)), TASK,
                INITIALIZATION, ENGINE);
        float[] weight = model.parameters().get("layer0.recurrentWeight").value();
        for (int i = 0; i < weight.length; i++) {
            // Powers of two and small integers: of rank 1 although floats round.
            weight[i] = 0x1p-4f * (1 + i / 4) * (i % 4 == 2 ? -1 : 1 + i % 4);
        }
        double[][] gradient = empty(model.recurrences(batch()).get(0));
        assertThat(loss(model, batch(), 1, gradient)).isFinite();
        double[][] none = empty(model.recurrences(batch()).get(0));
        assertThat(loss(model, batch(), 2, none)).isInfinite();
        assertThat(none).isDeepEqualTo(empty(model.recurrences(batch()).get(0)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void theLossIsThatOfTheSpectrum(SequenceModel model) {
        Recurrence recurrence = model.recurrences(batch()).get(0);
        double[] exponents = new LyapunovAnalysis(3, WARM_UP, 1)
                .of(recurrence, Randomness.of(4, Purpose.PROBE), ENGINE.workers()).exponents();
        double expected = Arrays.stream(exponents).map(e -> (e - TARGET) * (e - TARGET)).sum() / 3;
        double[][] none = empty(recurrence);
        double loss = new FlossingLoss(recurrence.map(), 3, WARM_UP, TARGET).add(recurrence.inputs()[0],
                recurrence.starts()[0], Randomness.of(4, Purpose.PROBE).derive(0).stream(), 0, none);
        assertThat(loss).isEqualTo(expected, within(1e-12));
        assertThat(none).isDeepEqualTo(empty(recurrence));
    }
}
