package dev.unroll.datasets.series;

import static com.fasterxml.jackson.annotation.JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.table.BundledTable;
import java.util.List;

/**
 * Parameters of {@link WeatherFactory}.
 *
 * @param inputs  columns that a model sees; default {@code temp_max_c}, {@code temp_min_c}, {@code precipitation_mm}
 *                and {@code wind_mps}
 * @param targets columns to forecast; default {@code temp_max_c}
 * @param keys    shared by all forecasts; window default 30 days; differences default {@code false}
 */
public record WeatherSpec(
        @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> inputs,
        @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> targets,
        @JsonUnwrapped ForecastKeys keys) implements BundledSeriesFactory.Spec {

    private static final List<Season> SEASONS = List.of(new Season("same day one year ago", 365));

    public WeatherSpec {
        inputs = ForecastPlan.columns("inputs", Check.orElse(inputs, List.of("temp_max_c", "temp_min_c",
                "precipitation_mm", "wind_mps")));
        targets = ForecastPlan.columns("targets", Check.orElse(targets, List.of("temp_max_c")));
        keys = ForecastKeys.complete(keys, 30, false);
        new ForecastPlan(inputs, targets, keys, SEASONS, "°C");
    }

    @Override
    public BundledTable table() {
        return BundledTable.WEATHER;
    }

    @Override
    public ForecastPlan plan() {
        return new ForecastPlan(inputs, targets, keys, SEASONS, "°C");
    }

    @Override
    public SeriesReader.Layout layout() {
        return new SeriesReader.Layout("location", "date", "P1D");
    }
}
