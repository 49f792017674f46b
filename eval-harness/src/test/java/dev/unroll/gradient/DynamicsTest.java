package dev.unroll.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.engine.Engine;
import dev.unroll.loss.ValueLoss;
import dev.unroll.lstm.LstmFactory;
import dev.unroll.lstm.LstmSpec;
import dev.unroll.model.Parameter;
import dev.unroll.model.Recurrence;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.RecurrentInitialization;
import dev.unroll.rnn.Activation;
import dev.unroll.rnn.RnnFactory;
import dev.unroll.rnn.RnnSpec;
import dev.unroll.testing.Specs;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The measures of a layer as a dynamical system, where their values are known. */
class DynamicsTest {

    private static final Randomness RANDOMNESS = Randomness.of(1, Purpose.PROBE);
    private static final Task TASK = new Task(new Task.Features(1), new Task.Target(Task.TargetKind.VALUE, 1),
            new ValueLoss.Squared());

    private final Engine engine = Engine.withThreads(2);

    @Test
    void aLinearNetworkHasTheLogarithmsOfItsEigenvaluesAsExponents() {
        double[] eigenvalues = {1.05, -0.9, 0.7, -0.4, 0.1};
        double[] w = new RandomMatrices(2).withEigenvalues(eigenvalues);
        LyapunovSpectrum spectrum = new LyapunovAnalysis(null, 300, 1)
                .of(LinearMap.recurrence(w, 2, 600), RANDOMNESS, engine.workers());

        for (int j = 0; j < eigenvalues.length; j++) {
            assertThat(spectrum.exponents()[j]).isCloseTo(Math.log(Math.abs(eigenvalues[j])), within(1e-5));
            assertThat(spectrum.deviations()[j]).isCloseTo(0, within(1e-5));
        }
        assertThat(spectrum.memoryTime()).isCloseTo(1 / Math.log(1.05), within(1e-3));
        assertThat(spectrum.sequences()).isEqualTo(2);
        assertThat(spectrum.steps()).isEqualTo(600);
    }

    @Test
    void decompositionsAtIntervalsAndFewerDirectionsFindTheSame() {
        double[] w = new RandomMatrices(2).withEigenvalues(1.05, -0.9, 0.7, -0.4, 0.1);
        Recurrence recurrence = LinearMap.recurrence(w, 1, 607);
        double[] all = new LyapunovAnalysis(null, 300, 1).of(recurrence, RANDOMNESS, engine.workers()).exponents();
        LyapunovSpectrum leading = new LyapunovAnalysis(2, 300, 7).of(recurrence, RANDOMNESS, engine.workers());

        assertThat(leading.exponents()).containsExactly(Arrays.copyOf(all, 2), within(1e-9));
        assertThat(leading.runningSteps()).hasSize(44).endsWith(307);
        assertThat(leading.running()[43]).containsExactly(leading.exponents());
        assertThat(leading.kaplanYorkeDimension()).isCloseTo(
                1 + Math.log(1.05) / -Math.log(0.9), within(1e-5));
    }

    @Test
    void aLinearNetworkFadesAtTheRateOfItsEigenvalues() {
        double[] w = {0.8, 0, 0, 0.5};
        JacobianProducts products = JacobianProducts.of(LinearMap.recurrence(w, 3, 100), engine.workers());
        VanishingRatio ratio = VanishingRatio.of(LinearMap.recurrence(w, 3, 100), RANDOMNESS);

        assertThat(products.lags()).startsWith(1, 2, 3, 4, 6, 8, 12).endsWith(100);
        for (int k = 0; k < products.lags().length; k++) {
            int lag = products.lags()[k];
            assertThat(products.greatest()[k]).isCloseTo(lag * Math.log10(0.8), within(1e-9));
            assertThat(products.least()[k]).isCloseTo(lag * Math.log10(0.5), within(1e-9));
            assertThat(products.median()[k]).isCloseTo(lag * Math.log10(Math.sqrt(0.8 * 0.5)), within(1e-9));
            assertThat(products.condition()[k]).isCloseTo(lag * Math.log10(0.8 / 0.5), within(1e-9));
            assertThat(products.frobenius()[k]).isCloseTo(
                    0.5 * Math.log10((Math.pow(0.8, 2 * lag) + Math.pow(0.5, 2 * lag)) / 2), within(1e-9));
            assertThat(products.sequences()[k]).isEqualTo(3);
        }
        assertThat(ratio.ratio()[99]).as("the slowest direction is left").isCloseTo(0.8, within(1e-5));
        assertThat(ratio.omega()).isGreaterThan(99 * 0.2 * 0.2);
    }

    @Test
    void lengthsAreToldBeyondTheRangeOfDoubles() {
        for (double factor : new double[] {0.5, 4}) {
            VanishingRatio ratio = VanishingRatio.of(LinearMap.recurrence(new double[] {factor, 0, 0, factor}, 1, 2000),
                    RANDOMNESS);
            assertThat(ratio.logNorm()[1999]).isCloseTo(2000 * Math.log10(factor), within(1e-9));
            assertThat(ratio.ratio()[1999]).isCloseTo(factor, within(1e-9));
        }
    }

    @Test
    void anOrthogonalLinearNetworkNeitherFadesNorGrows() {
        double[] w = new RandomMatrices(4).orthogonal(8);
        Recurrence recurrence = LinearMap.recurrence(w, 1, 500);
        JacobianProducts products = JacobianProducts.of(recurrence, engine.workers());
        VanishingRatio ratio = VanishingRatio.of(recurrence, RANDOMNESS);

        assertThat(LyapunovAnalysis.STANDARD.of(recurrence, RANDOMNESS, engine.workers()).exponents())
                .containsExactly(new double[8], within(1e-12));
        int farthest = products.lags().length - 1;
        assertThat(products.greatest()[farthest]).isCloseTo(0, within(1e-11));
        assertThat(products.least()[farthest]).isCloseTo(0, within(1e-11));
        assertThat(ratio.omega()).isCloseTo(0, within(1e-20));
    }

    @Test
    void aRectifiedNetworkThatIsTheIdentityKeepsTheGradientsLength() {
        SequenceModel model = new RnnFactory().create(Specs.of(RnnSpec.class, "hiddenSizes", List.of(6), "activation",
                Activation.RELU, "recurrentInitialization", RecurrentInitialization.IDENTITY), TASK,
                Randomness.of(1, Purpose.INITIALIZATION), engine);
        Arrays.fill(model.parameters().get("layer0.bias").value(), 0.1f);
        Arrays.fill(model.parameters().get("layer0.inputWeight").value(), 0.01f);
        Recurrence recurrence = model.recurrences(batch(2, 120)).get(0);

        VanishingRatio ratio = VanishingRatio.of(recurrence, RANDOMNESS);
        assertThat(ratio.logNorm()[119]).isCloseTo(0, within(1e-12));
        assertThat(ratio.omega()).isCloseTo(0, within(1e-20));
        assertThat(LyapunovAnalysis.STANDARD.of(recurrence, RANDOMNESS, engine.workers()).exponents())
                .containsExactly(new double[6], within(1e-12));
        PascanuBound bound = PascanuBound.of(recurrence).orElseThrow();
        assertThat(bound.spectralNorm()).isCloseTo(1, within(1e-12));
        assertThat(bound.vanishes()).isFalse();
        assertThat(bound.mayExplode()).isFalse();
    }

    @Test
    void anLstmWhoseForgetGateIsPinnedGivesItsPowers() {
        double f = 0.9;
        SequenceModel model = lstm(5);
        pinForgetGate(model, f, 5);
        Recurrence recurrence = model.recurrences(batch(2, 150)).get(0);

        CarriedGradient split = CarriedGradient.of(recurrence);
        for (int k = 0; k < split.lags().length; k++) {
            assertThat(split.logForget()[k]).isCloseTo(split.lags()[k] * Math.log(f), within(1e-5));
            assertThat(split.direct()[k]).isCloseTo(split.lags()[k] * Math.log10(f), within(1e-5));
        }
        assertThat(split.rest()[0]).as("a step has no way through weights").isLessThan(-300);
        assertThat(split.rest()[1]).as("two have, by the other gates").isGreaterThan(-3);

        Arrays.fill(model.parameters().get("layer0.recurrentWeight").value(), 0f);
        Recurrence alone = model.recurrences(batch(2, 150)).get(0);
        CarriedGradient direct = CarriedGradient.of(alone);
        int farthest = direct.lags().length - 1;
        assertThat(direct.whole()[farthest]).isCloseTo(150 * Math.log10(f), within(1e-5));
        assertThat(direct.rest()[farthest]).isLessThan(direct.direct()[farthest] - 10);
        // Inputs repeat after 7 steps and with them, once the transient is over, all but the directions' length.
        double[] exponents = new LyapunovAnalysis(null, 200, 1)
                .of(model.recurrences(batch(2, 200 + 70)).get(0), RANDOMNESS, engine.workers()).exponents();
        for (int j = 0; j < 5; j++) {
            assertThat(exponents[j]).as("of the cells").isCloseTo(Math.log(f), within(1e-5));
            assertThat(exponents[5 + j]).as("of the hidden state, which nothing reads").isLessThan(-30);
        }
    }

    private SequenceModel lstm(int units) {
        return new LstmFactory().create(LstmSpec.of(units), TASK, Randomness.of(1, Purpose.INITIALIZATION), engine);
    }

    private static void pinForgetGate(SequenceModel model, double f, int units) {
        for (Parameter parameter : model.parameters()) {
            if (parameter.name().startsWith("layer0")) {
                for (int i = 0; i < parameter.size(); i++) {
                    if (i % (4 * units) / units == 1) {
                        parameter.value()[i] = parameter.name().endsWith("bias") ? (float) Math.log(f / (1 - f)) : 0f;
                    }
                }
            }
        }
    }

    @Test
    void theBoundsOfAVanillaNetworkAreThoseOfItsWeight() {
        SequenceModel model = new RnnFactory().create(Specs.of(RnnSpec.class, "hiddenSizes", List.of(2), "leak", 0.5), TASK,
                Randomness.of(1, Purpose.INITIALIZATION), engine);
        float[] weight = model.parameters().get("layer0.recurrentWeight").value();
        System.arraycopy(new float[] {0.5f, 3, 0, 0.5f}, 0, weight, 0, 4);
        PascanuBound bound = PascanuBound.of(model.recurrences(batch(1, 2)).get(0)).orElseThrow();

        double norm = (3 + Math.sqrt(9 + 4 * 0.25)) / 2;
        assertThat(bound.spectralNorm()).isCloseTo(norm, within(1e-12));
        assertThat(bound.spectralRadius()).isCloseTo(0.5, within(1e-6));
        assertThat(bound.perStep()).isCloseTo(0.5 + 0.5 * norm, within(1e-12));
        assertThat(bound.logBound(10)).isCloseTo(10 * Math.log10(0.5 + 0.5 * norm), within(1e-12));
        assertThat(bound.vanishes()).isFalse();
        assertThat(bound.mayExplode()).isTrue();
        assertThat(bound.keepsAtMost()).isFalse();

        // All its eigenvalues are 0; with the second unit saturated, diag(1, 0) W has the eigenvalue 2.
        System.arraycopy(new float[] {2, 2, -2, -2}, 0, weight, 0, 4);
        PascanuBound nilpotent = PascanuBound.of(model.recurrences(batch(1, 2)).get(0)).orElseThrow();
        assertThat(nilpotent.spectralRadius()).isCloseTo(0, within(1e-6));
        assertThat(nilpotent.spectralNorm()).isCloseTo(4, within(1e-12));
        assertThat(nilpotent.mayExplode()).isTrue();
        assertThat(PascanuBound.of(lstm(2).recurrences(batch(1, 2)).get(0))).isEmpty();
        assertThatThrownBy(() -> CarriedGradient.of(LinearMap.recurrence(new double[] {1}, 1, 2)))
                .hasMessageContaining("through weights alone");
    }

    @Test
    void dimensionsFollowFromTheExponents() {
        assertThat(spectrum(3, 0.5, -0.25, -1).kaplanYorkeDimension()).isEqualTo(2.25);
        assertThat(spectrum(3, -0.5, -0.6, -1).kaplanYorkeDimension()).isZero();
        assertThat(spectrum(3, 0.5, 0.25, 0.1).kaplanYorkeDimension()).isEqualTo(3);
        assertThat(spectrum(4, 0.5, 0.25, 0.1).kaplanYorkeDimension()).isNaN();
        assertThat(spectrum(3, 0.5, 0.25, -1).entropyRate()).isEqualTo(0.75);
    }

    private static LyapunovSpectrum spectrum(int stateSize, double... exponents) {
        return new LyapunovSpectrum("layer0", exponents, new double[0], new int[0], new double[0][], 1, 1, stateSize);
    }

    @Test
    void sequencesAsShortAsTheTransientAreRefused() {
        assertThatThrownBy(() -> LyapunovAnalysis.STANDARD.of(LinearMap.recurrence(new double[] {1}, 1, 10), RANDOMNESS,
                engine.workers())).hasMessage("the Lyapunov exponents of layer0 need sequences of more than 10 steps, which"
                        + " do not count; the longest has 10; give longer ones");
    }

    @Test
    void howManyWorkersThereAreChangesNothing() {
        Recurrence recurrence = lstm(5).recurrences(batch(3, 40)).get(0);
        Engine alone = Engine.withThreads(1);
        assertThat(LyapunovAnalysis.STANDARD.of(recurrence, RANDOMNESS, engine.workers()))
                .usingRecursiveComparison()
                .isEqualTo(LyapunovAnalysis.STANDARD.of(recurrence, RANDOMNESS, alone.workers()));
        assertThat(JacobianProducts.of(recurrence, engine.workers())).usingRecursiveComparison()
                .isEqualTo(JacobianProducts.of(recurrence, alone.workers()));
    }

    private static SequenceBatch batch(int sequences, int steps) {
        float[] features = new float[sequences * steps];
        for (int i = 0; i < features.length; i++) {
            features[i] = i % 7 * 0.25f;
        }
        int[] lengths = new int[sequences];
        Arrays.fill(lengths, steps);
        return new SequenceBatch(lengths, features, null, new float[sequences], null, null);
    }
}
