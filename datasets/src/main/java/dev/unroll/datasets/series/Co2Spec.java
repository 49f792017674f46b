package dev.unroll.datasets.series;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.datasets.table.BundledTable;
import java.util.List;

/**
 * Parameters of {@link Co2Factory}.
 *
 * @param keys shared by all forecasts; window default 24 months; differences default {@code true}
 */
public record Co2Spec(@JsonUnwrapped ForecastKeys keys) implements BundledSeriesFactory.Spec {

    private static final List<String> TARGETS = List.of("co2_ppm");
    private static final List<Season> SEASONS = List.of(new Season("same month one year ago", 12));

    public Co2Spec {
        keys = ForecastKeys.complete(keys, 24, true);
        new ForecastPlan(TARGETS, TARGETS, keys, SEASONS, "ppm", Missing.INTERPOLATE);
    }

    @Override
    public BundledTable table() {
        return BundledTable.CO2;
    }

    @Override
    public ForecastPlan plan() {
        return new ForecastPlan(TARGETS, TARGETS, keys, SEASONS, "ppm", Missing.INTERPOLATE);
    }

    @Override
    public SeriesReader.Layout layout() {
        return new SeriesReader.Layout(null, "date", "P1M");
    }
}
