package dev.unroll.datasets.series;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.table.BundledTable;
import java.util.List;

/**
 * Parameters of {@link UsBirthsFactory}.
 *
 * @param period {@code 1969-1988} or {@code 2000-2014}; default the latter
 * @param keys   shared by all forecasts; window default 28 days; differences default {@code false}
 */
public record UsBirthsSpec(
        String period,
        @JsonUnwrapped ForecastKeys keys) implements BundledSeriesFactory.Spec {

    private static final List<String> TARGETS = List.of("births");
    private static final List<Season> SEASONS = List.of(new Season("same day one week ago", 7));

    public UsBirthsSpec {
        period = Check.orElse(period, "2000-2014");
        Check.oneOf("period", period, "1969-1988", "2000-2014");
        keys = ForecastKeys.complete(keys, 28, false);
        new ForecastPlan(TARGETS, TARGETS, keys, SEASONS, "births");
    }

    @Override
    public BundledTable table() {
        return BundledTable.valueOf("BIRTHS_" + period.replace('-', '_'));
    }

    @Override
    public ForecastPlan plan() {
        return new ForecastPlan(TARGETS, TARGETS, keys, SEASONS, "births");
    }
}
