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

/** In these tables, {@code a} is 1, 3, 6, 10, 15, so the change to row i is i + 1, and {@code b} falls by 10 a row. */
class ForecastDifferencesTest {

    private static ForecastDataset rows(int n, int changedRow, ForecastPlan plan) {
        StringBuilder csv = new StringBuilder("a,b\n");
        for (int i = 0; i < n; i++) {
            csv.append(i == changedRow ? -9_999 : level(i)).append(',').append(500 - 10 * i).append('\n');
        }
        return new ForecastDataset(CsvTables.parse("t.csv", csv.toString().getBytes(StandardCharsets.UTF_8)), plan);
    }

    private static int level(int row) {
        return (row + 1) * (row + 2) / 2;
    }

    private static ForecastPlan plan(List<String> columns, int window, int horizon, String scaling,
            boolean differences, Season... seasons) {
        return new ForecastPlan(columns, columns,
                ForecastDatasetTest.keys(window, horizon, 1, 0.6, 0.2, scaling, differences), List.of(seasons), "m");
    }

    private static int[] all(SequenceDataset dataset, Part part) {
        return IntStream.range(0, dataset.size(part)).toArray();
    }

    @Test
    void changesAreSeenAndTheChangeFromTheLastValueIsAskedFor() {
        SequenceDataset series = rows(20, -1, plan(List.of("a"), 2, 2, "none", true));
        SequenceBatch first = series.batch(Part.TRAIN, new int[] {0});
        assertThat(first.features()).containsExactly(2, 3);
        assertThat(first.values()).containsExactly(10 - 6, 15 - 6);
        SequenceBatch second = series.batch(Part.TRAIN, new int[] {1});
        assertThat(second.features()).containsExactly(3, 4);
        assertThat(second.values()).containsExactly(15 - 10, 21 - 10);
    }

    @Test
    void severalTargetsFollowEachOtherWithinAStep() {
        ForecastPlan plan = new ForecastPlan(List.of("b"), List.of("a", "b"),
                ForecastDatasetTest.keys(3, 2, 1, 0.6, 0.2, "none", true), List.of(), "");
        SequenceBatch batch = rows(20, -1, plan).batch(Part.TRAIN, new int[] {2, 0});
        assertThat(batch.lengths()).containsExactly(3, 3);
        assertThat(batch.features()).containsExactly(-10, -10, -10, -10, -10, -10);
        // Row 6 follows the last known row 5, which is 21; row 4 follows row 3, which is 10.
        assertThat(batch.values()).containsExactly(28 - 21, -10, 36 - 21, -20, 15 - 10, -10, 21 - 10, -20);
    }

    @Test
    void onlyTheFirstExampleIsLostToTheRowThatHasNoChange() {
        SequenceDataset levels = rows(20, -1, plan(List.of("a"), 3, 2, "none", false));
        SequenceDataset changes = rows(20, -1, plan(List.of("a"), 3, 2, "none", true));
        assertThat(changes.size(Part.TRAIN)).isEqualTo(levels.size(Part.TRAIN) - 1);
        for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
            assertThat(changes.size(part)).isEqualTo(levels.size(part));
        }
        // Rows 16 and 17 are forecast from the changes up to row 15.
        assertThat(changes.batch(Part.TEST, new int[] {0}).features()).containsExactly(14, 15, 16);
        assertThat(changes.batch(Part.TEST, new int[] {0}).values()).containsExactly(17, 17 + 18);
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard", "min-max", "none"})
    void theLastValuePlusTheChangeIsTheLevel(String scaling) {
        List<String> columns = List.of("a", "b");
        SequenceDataset levels = rows(40, -1, plan(columns, 3, 2, scaling, false));
        SequenceDataset changes = rows(40, -1, plan(columns, 3, 2, scaling, true));
        int rows = changes.size(Part.TEST);
        float[] level = levels.batch(Part.TEST, all(levels, Part.TEST)).values();
        float[] change = changes.batch(Part.TEST, all(changes, Part.TEST)).values();
        float[] last = levels.baselines().get(0).predict(Part.TEST, all(levels, Part.TEST));
        double[] errorOfLevel = new double[4];
        double[] errorOfChange = new double[4];
        for (int b = 0; b < rows; b++) {
            for (int k = 0; k < 4; k++) {
                int i = b * 4 + k;
                double known = levels.units().orElseThrow().toOriginal(k, last[i]);
                double truth = changes.units().orElseThrow().toOriginal(k, change[i]);
                double forecast = changes.units().orElseThrow().toOriginal(k, 0.1f * (i % 7));
                double trueLevel = levels.units().orElseThrow().toOriginal(k, level[i]);
                assertThat(known + truth).isCloseTo(trueLevel, within(1e-3));
                errorOfLevel[k] += Math.abs(known + forecast - trueLevel) / rows;
                errorOfChange[k] += Math.abs(forecast - truth) / rows;
            }
        }
        for (int k = 0; k < 4; k++) {
            assertThat(errorOfChange[k]).isPositive().isCloseTo(errorOfLevel[k], within(1e-3));
        }
    }

    @Test
    void naiveForecastsAreTheChangeToTheRowTheyRepeat() {
        SequenceDataset series = rows(25, -1, plan(List.of("a"), 3, 5, "none", true, new Season("season of 4", 4)));
        List<Baseline> baselines = series.baselines();
        assertThat(baselines.get(0).predict(Part.TEST, new int[] {0})).containsExactly(0, 0, 0, 0, 0);
        // Of row 20 and on: rows 16, 17, 18, 19, 16, each less row 19.
        assertThat(baselines.get(1).predict(Part.TEST, new int[] {0})).containsExactly(
                -20 - 19 - 18, -20 - 19, -20, 0, -20 - 19 - 18);
        assertThat(series.units().orElseThrow().naiveError())
                .isEqualTo(rows(25, -1, plan(List.of("a"), 3, 5, "none", false, new Season("season of 4", 4)))
                        .units().orElseThrow().naiveError());
    }

    @ParameterizedTest
    @CsvSource({"standard, 2", "min-max, 1", "none, 3"})
    void naiveForecastsErrAsMuchAsOnLevels(String scaling, int horizon) {
        List<String> columns = List.of("a", "b");
        Season season = new Season("season of 4", 4);
        SequenceDataset levels = rows(60, -1, plan(columns, 3, horizon, scaling, false, season));
        SequenceDataset changes = rows(60, -1, plan(columns, 3, horizon, scaling, true, season));
        for (int baseline = 0; baseline < 3; baseline++) {
            assertThat(meanAbsoluteError(changes, baseline)).isPositive()
                    .isCloseTo(meanAbsoluteError(levels, baseline), within(1e-3));
        }
    }

    private static double meanAbsoluteError(SequenceDataset series, int baseline) {
        float[] forecast = series.baselines().get(baseline).predict(Part.TEST, all(series, Part.TEST));
        float[] truth = series.batch(Part.TEST, all(series, Part.TEST)).values();
        TargetUnits units = series.units().orElseThrow();
        double sum = 0;
        for (int i = 0; i < truth.length; i++) {
            int k = i % series.target().size();
            sum += Math.abs(units.toOriginal(k, forecast[i]) - units.toOriginal(k, truth[i]));
        }
        return sum / truth.length;
    }

    @Test
    void scalingIsThatOfTheTrainingChangesForEachStep() {
        // Six training rows, 1 to 21: changes 2 to 6 over one row, 5, 7, 9, 11 over two.
        SequenceDataset minMax = rows(10, -1, plan(List.of("a"), 1, 2, "min-max", true));
        TargetUnits units = minMax.units().orElseThrow();
        assertThat(units.unit()).isEqualTo("m");
        assertThat(units.offset()).containsExactly(2, 5);
        assertThat(units.scale()).containsExactly(4, 6);
        assertThat(minMax.inputUnits().names()).containsExactly("a change");
        assertThat(minMax.inputUnits().offset()).containsExactly(2);
        assertThat(minMax.inputUnits().scale()).containsExactly(4);
        assertThat(minMax.inputUnits().steps()).isEqualTo(1);
        float[] test = minMax.batch(Part.TEST, new int[] {0}).values();
        assertThat(units.toOriginal(0, test[0])).isCloseTo(9, within(1e-5));
        assertThat(units.toOriginal(1, test[1])).isCloseTo(19, within(1e-5));

        TargetUnits standard = rows(10, -1, plan(List.of("a"), 1, 2, "standard", true)).units().orElseThrow();
        assertThat(standard.offset()).containsExactly(4, 8);
        assertThat(standard.scale()).containsExactly(Math.sqrt(2), Math.sqrt(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard", "min-max", "none"})
    void nothingOfTheFutureReachesThePast(String scaling) {
        ForecastPlan plan = plan(List.of("a"), 3, 2, scaling, true, new Season("season", 4));
        SequenceDataset plain = rows(50, -1, plan);
        SequenceDataset changed = rows(50, 30, plan);
        assertThat(changed.batch(Part.TRAIN, all(plain, Part.TRAIN))).usingRecursiveComparison()
                .isEqualTo(plain.batch(Part.TRAIN, all(plain, Part.TRAIN)));
        assertThat(changed.units()).usingRecursiveComparison().isEqualTo(plain.units());
        assertThat(changed.inputUnits()).usingRecursiveComparison().isEqualTo(plain.inputUnits());
        SequenceBatch before = plain.batch(Part.VALIDATION, new int[] {0});
        SequenceBatch after = changed.batch(Part.VALIDATION, new int[] {0});
        assertThat(after.features()).isEqualTo(before.features());
        assertThat(after.values()).isNotEqualTo(before.values());
        for (int baseline = 0; baseline < 4; baseline++) {
            assertThat(changed.baselines().get(baseline).predict(Part.VALIDATION, new int[] {0}))
                    .isEqualTo(plain.baselines().get(baseline).predict(Part.VALIDATION, new int[] {0}));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 1", "7, 3", "13, 5"})
    void everyExampleHasAChangeInEveryStep(int window, int horizon) {
        SequenceDataset series = rows(101, -1, plan(List.of("a", "b"), window, horizon, "standard", true));
        for (Part part : Part.values()) {
            SequenceBatch batch = series.batch(part, all(series, part));
            assertThat(batch.features()).doesNotContain(Float.NaN);
            assertThat(batch.values()).doesNotContain(Float.NaN);
        }
    }

    @Test
    void theRowBeforeTheWindowIsNeededToo() {
        assertThat(rows(10, -1, plan(List.of("a"), 4, 2, "none", false)).size(Part.TRAIN)).isEqualTo(1);
        assertThatThrownBy(() -> rows(10, -1, plan(List.of("a"), 4, 2, "none", true)))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("the training part of t.csv must hold at least one example");
    }
}
