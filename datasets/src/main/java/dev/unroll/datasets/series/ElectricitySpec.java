package dev.unroll.datasets.series;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.datasets.table.BundledTable;
import java.util.List;

/**
 * Parameters of {@link ElectricityFactory}.
 *
 * @param keys shared by all forecasts; window default 48, a day; differences default {@code false}
 */
public record ElectricitySpec(@JsonUnwrapped ForecastKeys keys) implements BundledSeriesFactory.Spec {

    private static final List<String> TARGETS = List.of("demand_mw");
    private static final List<Season> SEASONS = List.of(
            new Season("same time one day ago", 48), new Season("same time one week ago", 336));

    public ElectricitySpec {
        keys = ForecastKeys.complete(keys, 48, false);
        new ForecastPlan(TARGETS, TARGETS, keys, SEASONS, "MW");
    }

    @Override
    public BundledTable table() {
        return BundledTable.ELECTRICITY;
    }

    @Override
    public ForecastPlan plan() {
        return new ForecastPlan(TARGETS, TARGETS, keys, SEASONS, "MW");
    }
}
