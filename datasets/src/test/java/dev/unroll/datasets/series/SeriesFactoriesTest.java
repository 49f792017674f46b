package dev.unroll.datasets.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.model.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesFactoriesTest {

    private static SequenceDataset electricity() {
        return new ElectricityFactory().create(new ElectricitySpec(null), null);
    }

    private static SequenceDataset chicago(String... inputs) {
        return new ChicagoTemperatureFactory().create(new ChicagoTemperatureSpec(
                inputs.length == 0 ? null : List.of(inputs), null), null);
    }

    private static SequenceDataset stocks(Boolean differences) {
        return new StockIndicesFactory().create(
                new StockIndicesSpec(null, null, keys(null, null, null, null, differences)), null);
    }

    private static ForecastKeys keys(Integer window, Double train, Double validation, String scaling,
            Boolean differences) {
        return new ForecastKeys(window, null, null, train, validation, null, null, null, scaling, differences, null);
    }

    private static double meanAbsoluteError(SequenceDataset series, int baseline) {
        int[] indices = IntStream.range(0, series.size(Part.TEST)).toArray();
        Baseline naive = series.baselines().get(baseline);
        float[] forecast = naive.predict(Part.TEST, indices);
        float[] truth = series.batch(Part.TEST, indices).values();
        double sum = 0;
        for (int i = 0; i < truth.length; i++) {
            sum += Math.abs(series.units().orElseThrow().toOriginal(0, forecast[i])
                    - series.units().orElseThrow().toOriginal(0, truth[i]));
        }
        return sum / truth.length;
    }

    @Test
    void electricityHasItsKnownNaiveErrors() {
        assertThat(electricity().baselines()).extracting(Baseline::name)
                .containsExactly("last value", "same time one day ago", "same time one week ago", "exponential smoothing",
                        "linear autoregression");
        assertThat(meanAbsoluteError(electricity(), 0)).isCloseTo(643.52, within(0.01));
        assertThat(meanAbsoluteError(electricity(), 1)).isCloseTo(1_930.05, within(0.01));
        assertThat(meanAbsoluteError(electricity(), 2)).isCloseTo(581.80, within(0.01));
    }

    @Test
    void chicagoHasItsKnownNaiveErrors() {
        assertThat(meanAbsoluteError(chicago(), 0)).isCloseTo(5.27, within(0.005));
        assertThat(meanAbsoluteError(chicago(), 1)).isCloseTo(9.49, within(0.005));
    }

    @Test
    void stockIndicesHaveTheirKnownNaiveErrorAsChangesAndAsLevels() {
        assertThat(meanAbsoluteError(stocks(null), 0)).isCloseTo(48.2, within(0.05))
                .isCloseTo(meanAbsoluteError(stocks(false), 0), within(0.001));
        assertThat(stocks(null).size(Part.TEST)).isEqualTo(372).isEqualTo(stocks(false).size(Part.TEST));
        assertThat(stocks(null).units().orElseThrow().naiveError())
                .isEqualTo(stocks(false).units().orElseThrow().naiveError());
        assertThat(stocks(null).input()).isEqualTo(new Task.Features(4));
    }

    private static <S extends BundledSeriesFactory.Spec> void assertNaiveErrors(BundledSeriesFactory<S> factory, S spec,
            double tolerance, double... errors) {
        SequenceDataset series = factory.create(spec, null);
        for (int baseline = 0; baseline < errors.length; baseline++) {
            assertThat(meanAbsoluteError(series, baseline)).isCloseTo(errors[baseline], within(tolerance));
        }
    }

    @Test
    void everyBundledSeriesHasItsKnownNaiveErrors() {
        assertNaiveErrors(new ChicagoRidershipFactory(), new ChicagoRidershipSpec(null, null), 0.005, 4.56, 1.42);
        assertNaiveErrors(new UsBirthsFactory(), new UsBirthsSpec("1969-1988", null), 0.5, 896, 309);
        assertNaiveErrors(new UsBirthsFactory(), new UsBirthsSpec(null, null), 0.5, 1_678, 448);
        assertNaiveErrors(new TreasuryYieldsFactory(), new TreasuryYieldsSpec(null, null, null), 0.0005, 0.044);
        assertNaiveErrors(new SunspotsFactory(), new SunspotsSpec(null), 0.05, 14.8);
    }

    @Test
    void stockIndicesAreForecastAsChangesUnlessToldOtherwise() {
        assertThat(stocks(null).inputUnits().names())
                .containsExactly("dax change", "smi change", "cac change", "ftse change");
        assertThat(stocks(false).inputUnits().names()).containsExactly("dax", "smi", "cac", "ftse");
        assertThat(electricity().inputUnits().names()).containsExactly("demand_mw");
    }

    @Test
    void everyNaiveForecastOfDemandErrsAsMuchOnChangesAsOnLevels() {
        SequenceDataset changes = new ElectricityFactory().create(
                new ElectricitySpec(keys(null, null, null, null, true)), null);
        for (int baseline = 0; baseline < 3; baseline++) {
            assertThat(meanAbsoluteError(changes, baseline))
                    .isCloseTo(meanAbsoluteError(electricity(), baseline), within(0.01));
        }
    }

    @Test
    void theMaseDenominatorIsTheHarderNaiveForecastOfTheTrainingPart() {
        assertThat(electricity().units().orElseThrow().naiveError()[0]).isCloseTo(529.08, within(0.1));
        assertThat(chicago().units().orElseThrow().naiveError()[0]).isCloseTo(4.864, within(0.001));
    }

    @Test
    void chicagoTakesOtherWeatherAsInput() {
        assertThat(chicago("temp", "dew", "pressure").inputUnits().names()).containsExactly("temp", "dew", "pressure");
        assertThatThrownBy(() -> chicago("snow")).hasMessageContaining("must have a column named \"snow\"")
                .hasMessageContaining("weather_snow");
    }

    @Test
    void anOwnFileIsForecastFromItsColumns(@TempDir Path folder) throws IOException {
        StringBuilder csv = new StringBuilder("day,sales,price\n");
        for (int i = 0; i < 40; i++) {
            csv.append("d").append(i).append(',').append(i % 7).append(',').append(i).append('\n');
        }
        Path file = Files.writeString(folder.resolve("sales.csv"), csv);
        CsvSpec spec = new CsvSpec(file.toString(), List.of("sales"), List.of("sales", "price"), null, null, null, null,
                7, "pieces", keys(7, null, null, "none", null));
        SequenceDataset series = new CsvFactory().create(spec, null);
        assertThat(series.inputUnits().names()).containsExactly("sales", "price");
        assertThat(series.units().orElseThrow().unit()).isEqualTo("pieces");
        assertThat(series.baselines().get(1).name()).isEqualTo("one season ago (7 rows)");
        assertThat(meanAbsoluteError(series, 1)).isZero();
        assertThat(series.units().orElseThrow().naiveError()[0]).isGreaterThan(0);
    }

    @Test
    void aSpecIsBoundFromItsKeysWithOneColumnOrMany() throws IOException {
        ObjectMapper json = new ObjectMapper();
        CsvSpec one = json.readValue("{\"path\": \"x.csv\", \"targets\": \"v\"}", CsvSpec.class);
        assertThat(one.targets()).containsExactly("v");
        assertThat(one.inputs()).containsExactly("v");
        assertThat(one.keys().window()).isEqualTo(32);
        CsvSpec many = json.readValue("{\"path\": \"x.csv\", \"targets\": [\"v\", \"w\"]}", CsvSpec.class);
        assertThat(many.inputs()).containsExactly("v", "w");
    }

    @Test
    void impossibleParametersAreRefused() {
        assertThatThrownBy(() -> keys(0, null, null, null, null))
                .hasMessage("window must be at least 1; got 0");
        assertThatThrownBy(() -> new ElectricitySpec(keys(null, 0.8, 0.2, null, null)))
                .hasMessage("validationFraction must be at least 0 and leave some for the test, below 1 together with "
                        + "trainFraction; got 0.2 with trainFraction 0.8");
        assertThatThrownBy(() -> new ElectricitySpec(keys(null, Double.NaN, null, null, null)))
                .hasMessage("trainFraction must be above 0 and below 1; got NaN");
        assertThatThrownBy(() -> keys(null, null, null, "minmax", null))
                .hasMessage("scaling must be one of standard, min-max, robust, none; got minmax");
        assertThatThrownBy(() -> new StockIndicesSpec(List.of("dax", "dax"), null, null))
                .hasMessage("inputs must name each column once; got [dax, dax]");
        assertThatThrownBy(() -> csv(null, List.of("v"), null))
                .hasMessage("path must name a CSV file; got none");
        assertThatThrownBy(() -> csv("x.csv", null, null))
                .hasMessage("targets must name at least one column; got none");
        assertThatThrownBy(() -> csv("x.csv", List.of("v"), 0)).hasMessage("season must be at least 1; got 0");
    }

    private static CsvSpec csv(String path, List<String> targets, Integer season) {
        return new CsvSpec(path, targets, null, null, null, null, null, season, null, null);
    }
}
