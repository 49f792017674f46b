package dev.unroll.gradient;

import dev.unroll.model.Recurrence;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * The {@link LyapunovSpectrum} of each recurrent layer, all exponents, found as {@link LyapunovAnalysis#STANDARD} says over
 * the first {@value #SEQUENCES} sequences of the probe. Formula and papers are told there.
 */
final class LyapunovMeasure implements Measure {

    private static final int SEQUENCES = 8;
    /** More would fill a file and no figure. */
    private static final int RUNNING_EXPONENTS = 8;

    @Override
    public String name() {
        return "lyapunov";
    }

    @Override
    public String description() {
        return "Lyapunov spectrum of each recurrent layer, its memory time and dimension, and how it settled";
    }

    @Override
    public List<MeasureTable> of(Subject subject) {
        Randomness randomness = Randomness.of(subject.seed(), Purpose.PROBE).derive(name());
        return ProbedRecurrences.tables(subject, name(), SEQUENCES, layer -> tables(subject, layer, randomness));
    }

    private static List<MeasureTable> tables(Subject subject, Recurrence recurrence, Randomness randomness) {
        LyapunovSpectrum spectrum = LyapunovAnalysis.STANDARD.of(recurrence,
                randomness.derive(recurrence.map().name()), subject.engine().workers());
        return List.of(summary(spectrum), exponents(spectrum), running(spectrum));
    }

    private static MeasureTable summary(LyapunovSpectrum spectrum) {
        int last = spectrum.exponents().length - 1;
        return MeasureTable.of("lyapunov-summary", "Lyapunov exponents of a layer in nats per step, the greatest with its"
                + " standard deviation over sequences; memory time 1/|λ₁| in steps, Kaplan–Yorke dimension, sum of positive"
                + " exponents.", "layer", "greatest", "deviation", "least", "memory-time", "dimension", "entropy-rate",
                "sequences", "steps").printed()
                .row(spectrum.layer(), spectrum.exponents()[0], spectrum.deviations()[0], spectrum.exponents()[last],
                        spectrum.memoryTime(), spectrum.kaplanYorkeDimension(), spectrum.entropyRate(),
                        spectrum.sequences(), spectrum.steps());
    }

    private static MeasureTable exponents(LyapunovSpectrum spectrum) {
        MeasureTable table = MeasureTable.of("lyapunov", "Lyapunov exponents of a layer in nats per step, mean and standard"
                + " deviation over sequences.", "layer", "number", "exponent", "deviation").drawn(
                        new MeasureTable.Figure("number", "exponent", List.of("layer"), false));
        for (int j = 0; j < spectrum.exponents().length; j++) {
            table.row(spectrum.layer(), j + 1, spectrum.exponents()[j], spectrum.deviations()[j]);
        }
        return table;
    }

    private static MeasureTable running(LyapunovSpectrum spectrum) {
        MeasureTable table = MeasureTable.of("lyapunov-running", "The greatest Lyapunov exponents of a layer as they stood"
                + " after so many steps: whether they have settled.", "layer", "number", "steps", "exponent").drawn(
                        new MeasureTable.Figure("steps", "exponent", List.of("layer", "number"), false));
        for (int j = 0; j < Math.min(RUNNING_EXPONENTS, spectrum.exponents().length); j++) {
            for (int e = 0; e < spectrum.runningSteps().length; e++) {
                table.row(spectrum.layer(), j + 1, spectrum.runningSteps()[e], spectrum.running()[e][j]);
            }
        }
        return table;
    }
}
