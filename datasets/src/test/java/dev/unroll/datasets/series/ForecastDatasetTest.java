package dev.unroll.datasets.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.DataException;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.dataset.TargetUnits;
import dev.unroll.datasets.table.CsvTables;
import dev.unroll.model.SequenceBatch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForecastDatasetTest {

    /** Rows 0 … n-1 with {@code a = row} and {@code b = 100 + 2 * row}, but for a changed row. */
    private static ForecastDataset rows(int n, int changedRow, ForecastPlan plan) {
        StringBuilder csv = new StringBuilder("a,b\n");
        for (int i = 0; i < n; i++) {
            csv.append(i == changedRow ? -9_999 : i).append(',').append(100 + 2 * i).append('\n');
        }
        return new ForecastDataset(CsvTables.parse("t.csv", csv.toString().getBytes(StandardCharsets.UTF_8)), plan);
    }

    private static ForecastPlan plan(int window, int horizon, int stride, double train, double validation,
            String scaling, Season... seasons) {
        return new ForecastPlan(List.of("a"), List.of("a"), keys(window, horizon, stride, train, validation, scaling,
                false), List.of(seasons), "m");
    }

    static ForecastKeys keys(int window, int horizon, int stride, double train, double validation, String scaling,
            boolean differences) {
        return ForecastKeys.complete(new ForecastKeys(window, horizon, stride, train, validation, null, null, null,
                scaling, differences, null), 1, false);
    }

    private static int[] all(SequenceDataset dataset, Part part) {
        return IntStream.range(0, dataset.size(part)).toArray();
    }

    @Test
    void aWindowIsFollowedByItsTargets() {
        ForecastPlan plan = new ForecastPlan(List.of("b", "a"), List.of("a", "b"),
                keys(3, 2, 1, 0.6, 0.2, "none", false), List.of(), "");
        SequenceBatch batch = rows(20, -1, plan).batch(Part.TRAIN, new int[] {4, 0, 4});
        assertThat(batch.lengths()).containsExactly(3, 3, 3);
        assertThat(batch.features()).containsExactly(
                108, 4, 110, 5, 112, 6,
                100, 0, 102, 1, 104, 2,
                108, 4, 110, 5, 112, 6);
        assertThat(batch.values()).containsExactly(7, 114, 8, 116, 3, 106, 4, 108, 7, 114, 8, 116);
    }

    @Test
    void partsFollowInOrderOfTimeAndTestWindowsReachBack() {
        SequenceDataset series = rows(20, -1, plan(3, 2, 1, 0.6, 0.2, "none"));
        assertThat(series.size(Part.TRAIN)).isEqualTo(8);
        assertThat(series.size(Part.VALIDATION)).isEqualTo(3);
        assertThat(series.size(Part.TEST)).isEqualTo(3);
        assertThat(series.batch(Part.TRAIN, new int[] {7}).values()).containsExactly(10, 11);
        assertThat(series.batch(Part.VALIDATION, new int[] {0}).features()).containsExactly(9, 10, 11);
        assertThat(series.batch(Part.VALIDATION, new int[] {0}).values()).containsExactly(12, 13);
        assertThat(series.batch(Part.VALIDATION, new int[] {2}).values()).containsExactly(14, 15);
        assertThat(series.batch(Part.TEST, new int[] {0}).features()).containsExactly(13, 14, 15);
        assertThat(series.batch(Part.TEST, new int[] {2}).values()).containsExactly(18, 19);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "7, 1, 1", "7, 3, 1", "7, 3, 2", "13, 5, 4"})
    void noRowIsATargetInTwoParts(int window, int horizon, int stride) {
        SequenceDataset series = rows(101, -1, plan(window, horizon, stride, 0.7, 0.13, "none"));
        float lastOfPartBefore = -1;
        for (Part part : Part.values()) {
            float[] targets = series.batch(part, all(series, part)).values();
            for (float target : targets) {
                assertThat(target).isGreaterThan(lastOfPartBefore);
            }
            lastOfPartBefore = targets[targets.length - 1];
        }
    }

    @Test
    void aTenthMissingByRoundingCostsNoRow() {
        SequenceDataset series = rows(10, -1, plan(2, 1, 1, 0.7, 0.1, "none"));
        assertThat(series.batch(Part.VALIDATION, all(series, Part.VALIDATION)).values()).containsExactly(7);
        assertThat(series.batch(Part.TEST, all(series, Part.TEST)).values()).containsExactly(8, 9);
    }

    @Test
    void strideThinsTheExamples() {
        SequenceDataset series = rows(20, -1, plan(2, 1, 3, 0.5, 0.2, "none"));
        assertThat(series.batch(Part.TRAIN, all(series, Part.TRAIN)).values()).containsExactly(2, 5, 8);
        assertThat(series.batch(Part.TEST, all(series, Part.TEST)).values()).containsExactly(14, 17);
    }

    @Test
    void withoutAValidationFractionTheTestPartServesAsBoth() {
        SequenceDataset series = rows(10, -1, plan(2, 1, 1, 0.8, 0, "none"));
        assertThat(series.batch(Part.TRAIN, all(series, Part.TRAIN)).values()).containsExactly(2, 3, 4, 5, 6, 7);
        for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
            assertThat(series.batch(part, all(series, part)).values()).containsExactly(8, 9);
        }
        assertThat(series.validationIsTest()).isTrue();
        assertThat(rows(10, -1, plan(2, 1, 1, 0.7, 0.1, "none")).validationIsTest()).isFalse();
    }

    @Test
    void scalingIsFittedOnTheTrainingRowsAndInverts() {
        SequenceDataset minMax = rows(11, -1, plan(1, 1, 1, 0.55, 0.2, "min-max"));
        TargetUnits units = minMax.units().orElseThrow();
        assertThat(units.unit()).isEqualTo("m");
        assertThat(units.scale()).containsExactly(5);
        assertThat(units.offset()).containsExactly(0);
        float last = minMax.batch(Part.TEST, new int[] {2}).values()[0];
        assertThat(last).isEqualTo(2f);
        assertThat(units.toOriginal(0, last)).isEqualTo(10);

        SequenceDataset standard = rows(10, -1, plan(1, 2, 1, 0.5, 0.2, "standard"));
        assertThat(standard.units().orElseThrow().offset()).containsExactly(2, 2);
        assertThat(standard.units().orElseThrow().scale()).containsExactly(Math.sqrt(2), Math.sqrt(2));
        assertThat(standard.inputUnits().scale()).containsExactly(Math.sqrt(2));
        assertThat(standard.inputUnits().names()).containsExactly("a");
        assertThat(standard.inputUnits().steps()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard", "min-max", "none"})
    void nothingOfTheFutureReachesThePast(String scaling) {
        ForecastPlan plan = plan(3, 1, 1, 0.6, 0.2, scaling, new Season("season", 4));
        SequenceDataset plain = rows(50, -1, plan);
        SequenceDataset changed = rows(50, 30, plan);
        for (Part part : List.of(Part.TRAIN)) {
            assertThat(changed.batch(part, all(plain, part))).usingRecursiveComparison()
                    .isEqualTo(plain.batch(part, all(plain, part)));
        }
        assertThat(changed.units()).usingRecursiveComparison().isEqualTo(plain.units());
        assertThat(changed.batch(Part.VALIDATION, new int[] {0}).values())
                .isNotEqualTo(plain.batch(Part.VALIDATION, new int[] {0}).values());
        assertThat(changed.batch(Part.VALIDATION, new int[] {0}).features())
                .isEqualTo(plain.batch(Part.VALIDATION, new int[] {0}).features());
    }

    @Test
    void aConstantColumnIsOnlyShifted() {
        byte[] csv = "a\n4\n4\n4\n4\n4\n4\n4\n4\n5\n6\n".getBytes(StandardCharsets.UTF_8);
        SequenceDataset series = new ForecastDataset(CsvTables.parse("t.csv", csv),
                plan(1, 1, 1, 0.6, 0.2, "standard"));
        assertThat(series.batch(Part.TEST, new int[] {0, 1}).values()).containsExactly(1, 2);
        assertThat(series.units().orElseThrow().naiveError()).containsExactly(Double.NaN);
    }

    @Test
    void naiveForecastsRepeatTheLastValueOrTheLastSeason() {
        SequenceDataset series = rows(20, -1, plan(3, 5, 1, 0.5, 0.25, "none", new Season("season of 4", 4)));
        List<Baseline> baselines = series.baselines();
        assertThat(series.batch(Part.TEST, new int[] {0}).values()).containsExactly(15, 16, 17, 18, 19);
        assertThat(baselines.get(0).name()).isEqualTo("last value");
        assertThat(baselines.get(0).predict(Part.TEST, new int[] {0})).containsExactly(14, 14, 14, 14, 14);
        assertThat(baselines.get(1).name()).isEqualTo("season of 4");
        assertThat(baselines.get(1).predict(Part.TEST, new int[] {0})).containsExactly(11, 12, 13, 14, 11);
        // Row -1 does not exist; the last known row is 2.
        assertThat(baselines.get(1).predict(Part.TRAIN, new int[] {0})).containsExactly(2, 0, 1, 2, 2);
        // Rising by 1 a row, the last value errs by 1 and the season by 4.
        assertThat(series.units().orElseThrow().naiveError()).containsOnly(1);
    }

    @Test
    void smoothingAndAutoregressionAreFittedOnTheTrainingRows() {
        SequenceDataset rising = rows(40, -1, plan(2, 2, 1, 0.5, 0.25, "none"));
        List<Baseline> baselines = rising.baselines();

        assertThat(baselines.get(1).name()).isEqualTo("exponential smoothing");
        assertThat(baselines.get(1).predict(Part.TEST, new int[] {0})).as("a share of 1").containsExactly(29, 29);
        assertThat(baselines.get(2).name()).isEqualTo("linear autoregression");
        float[] forecast = baselines.get(2).predict(Part.TEST, new int[] {0});
        assertThat(forecast[0]).isCloseTo(30, within(0.01f));
        assertThat(forecast[1]).isCloseTo(31, within(0.01f));
    }

    /** Noise about a mean: the level moves little, so that it forgets little. */
    @Test
    void smoothingOfNoiseIsNearItsMean() {
        StringBuilder csv = new StringBuilder("a\n");
        for (int i = 0; i < 200; i++) {
            csv.append(i % 4 < 2 ? 1 : -1).append('\n');
        }
        SequenceDataset noise = new ForecastDataset(CsvTables.parse("t.csv", csv.toString().getBytes(
                StandardCharsets.UTF_8)), plan(4, 1, 1, 0.5, 0.25, "none"));

        assertThat(Math.abs(noise.baselines().get(1).predict(Part.TEST, new int[] {0})[0])).isLessThan(1);
        // A period of four: the value is the last but one with its sign turned.
        assertThat(noise.baselines().get(2).predict(Part.TEST, new int[] {0, 1, 2, 3}))
                .containsExactly(noise.batch(Part.TEST, new int[] {0, 1, 2, 3}).values(), within(0.01f));
    }

    @ParameterizedTest
    @CsvSource({"5, 0.7, 0.1, the training part of t.csv must hold at least one example",
        "50, 0.2, 0.01, the validation part of t.csv must hold at least one example",
        "50, 0.9, 0.09, the test part of t.csv must hold at least one example"})
    void aSeriesTooShortForItsWindowIsRefused(int n, double train, double validation, String message) {
        assertThatThrownBy(() -> rows(n, -1, plan(4, 2, 1, train, validation, "none")))
                .isInstanceOf(DataException.class).hasMessageStartingWith(message)
                .hasMessageContaining("horizon 2 after window 4").hasMessageContaining("of " + n + " hold none");
    }

    @Test
    void theFingerprintIsThatOfTheFile() {
        SequenceDataset series = new ElectricityFactory().create(
                new ElectricitySpec(null), null);
        assertThat(series.fingerprint())
                .isEqualTo("faa787d2f431eb00eaa19c0b62e0b053009395e86b5911cb5283ff8d75f6bd83");
    }

    @Test
    void scaledTargetsComeBackInTheirUnit() {
        SequenceDataset series = new ElectricityFactory().create(
                new ElectricitySpec(null), null);
        int last = series.size(Part.TEST) - 1;
        float scaled = series.batch(Part.TEST, new int[] {last}).values()[0];
        assertThat(series.units().orElseThrow().toOriginal(0, scaled)).isCloseTo(23_132, within(0.01));
    }
}
