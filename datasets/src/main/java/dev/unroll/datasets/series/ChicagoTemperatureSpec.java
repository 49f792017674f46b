package dev.unroll.datasets.series;

import static com.fasterxml.jackson.annotation.JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.table.BundledTable;
import java.util.List;

/**
 * Parameters of {@link ChicagoTemperatureFactory}.
 *
 * @param inputs columns that a model sees, such as {@code [temp, dew, pressure]}; default {@code temp} alone
 * @param keys   shared by all forecasts; window default 30 days; differences default {@code false}
 */
public record ChicagoTemperatureSpec(
        @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> inputs,
        @JsonUnwrapped ForecastKeys keys) implements BundledSeriesFactory.Spec {

    private static final List<String> TARGETS = List.of("temp");
    private static final List<Season> SEASONS = List.of(new Season("same day one year ago", 365));

    public ChicagoTemperatureSpec {
        inputs = ForecastPlan.columns("inputs", Check.orElse(inputs, TARGETS));
        keys = ForecastKeys.complete(keys, 30, false);
        new ForecastPlan(inputs, TARGETS, keys, SEASONS, "°F");
    }

    @Override
    public BundledTable table() {
        return BundledTable.CHICAGO;
    }

    @Override
    public ForecastPlan plan() {
        return new ForecastPlan(inputs, TARGETS, keys, SEASONS, "°F");
    }
}
