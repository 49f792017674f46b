package dev.unroll.datasets.series;

import static com.fasterxml.jackson.annotation.JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.table.BundledTable;
import java.util.List;

/**
 * Parameters of {@link SeattleNormalsFactory}.
 *
 * @param inputs columns that a model sees, such as {@code [temperature_c, pressure_hpa, wind_mps]}; default the
 *               temperature alone
 * @param keys   shared by all forecasts; window default 24 hours; differences default {@code false}
 */
public record SeattleNormalsSpec(
        @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> inputs,
        @JsonUnwrapped ForecastKeys keys) implements BundledSeriesFactory.Spec {

    private static final List<String> TARGETS = List.of("temperature_c");
    private static final List<Season> SEASONS = List.of(new Season("same hour one day ago", 24));

    public SeattleNormalsSpec {
        inputs = ForecastPlan.columns("inputs", Check.orElse(inputs, TARGETS));
        keys = ForecastKeys.complete(keys, 24, false);
        new ForecastPlan(inputs, TARGETS, keys, SEASONS, "°C");
    }

    @Override
    public BundledTable table() {
        return BundledTable.SEATTLE_NORMALS;
    }

    @Override
    public ForecastPlan plan() {
        return new ForecastPlan(inputs, TARGETS, keys, SEASONS, "°C");
    }
}
