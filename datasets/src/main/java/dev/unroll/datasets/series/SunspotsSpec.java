package dev.unroll.datasets.series;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.datasets.table.BundledTable;
import java.util.List;

/**
 * Parameters of {@link SunspotsFactory}.
 *
 * @param keys shared by all forecasts; window default 48 months; differences default {@code false}
 */
public record SunspotsSpec(@JsonUnwrapped ForecastKeys keys) implements BundledSeriesFactory.Spec {

    private static final List<String> TARGETS = List.of("mean_relative_number");
    private static final List<Season> SEASONS = List.of(new Season("same month eleven years ago", 132));

    public SunspotsSpec {
        keys = ForecastKeys.complete(keys, 48, false);
        new ForecastPlan(TARGETS, TARGETS, keys, SEASONS, "spots");
    }

    @Override
    public BundledTable table() {
        return BundledTable.SUNSPOTS;
    }

    @Override
    public ForecastPlan plan() {
        return new ForecastPlan(TARGETS, TARGETS, keys, SEASONS, "spots");
    }
}
