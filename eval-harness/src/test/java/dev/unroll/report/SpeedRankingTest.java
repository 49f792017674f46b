package dev.unroll.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.run.RunTiming;
import dev.unroll.run.SpeedMeasurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpeedRankingTest {

    private static final List<String> DATASETS = List.of("adding", "vowels", "electricity", "stock indices");

    private static SpeedMeasurement speed(String dataset, String model, double lower, double median, double upper) {
        return new SpeedMeasurement(dataset, model, 100, median, lower, upper, 1 / median);
    }

    private static List<String> sentences(List<SpeedMeasurement> measured) {
        return new SpeedRanking(FakeRun.results(), new RunTiming(List.of(), measured, Map.of())).sentences();
    }

    @Test
    void everyDatasetIsNamedAsSuchOnlyIfAllWereCompared() {
        List<SpeedMeasurement> measured = new ArrayList<>();
        for (String dataset : DATASETS) {
            measured.add(speed(dataset, "RNN", 0.9, 1, 1.1));
            measured.add(speed(dataset, "LSTM", 1.9, 2, 2.1));
        }
        assertThat(sentences(measured)).containsExactly(
                "The RNN is fastest per update on every dataset, 2.0 times the speed of the next.");

        measured.remove(measured.size() - 1);
        assertThat(sentences(measured)).containsExactly("The RNN is fastest per update on adding, vowels and "
                + "electricity, 2.0 times the speed of the next.");
    }

    @Test
    void nobodyIsFastestWhereTimesOverlap() {
        assertThat(sentences(List.of(speed("adding", "RNN", 0.9, 1, 1.1), speed("adding", "LSTM", 0.91, 1.004, 1.2))))
                .isEmpty();
        assertThat(sentences(List.of(speed("adding", "RNN", 0.9, 1, 1.1), speed("adding", "LSTM", 1.11, 1.12, 1.13),
                speed("adding", FakeRun.ATTACK, 0.8, 1.13, 1.4))))
                .as("a third that is not clear of the first").isEmpty();
    }

    @Test
    void oneIsFastestWhereTimesAreApartOrFarApartInTheMedian() {
        assertThat(sentences(List.of(speed("adding", "RNN", 0.99, 1, 1.01), speed("adding", "LSTM", 1.02, 1.03, 1.04))))
                .hasSize(1);
        assertThat(sentences(List.of(speed("adding", "RNN", 0.9, 1, 1.3), speed("adding", "LSTM", 1.1, 1.2, 1.4))))
                .hasSize(1);
    }

    @Test
    void timesOfTrialsAreCalledSo() {
        RunTiming timing = FakeRun.timing();
        List<String> sentences = new SpeedRanking(FakeRun.results(),
                new RunTiming(timing.trials(), List.of(), Map.of())).sentences();

        assertThat(sentences).singleElement().asString()
                .contains("on every dataset in trials that may have run beside others,");
    }
}
