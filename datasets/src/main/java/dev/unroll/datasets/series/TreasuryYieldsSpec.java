package dev.unroll.datasets.series;

import static com.fasterxml.jackson.annotation.JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.table.BundledTable;
import java.util.List;

/**
 * Parameters of {@link TreasuryYieldsFactory}.
 *
 * @param inputs  columns that a model sees, among {@code y1}, {@code y3}, {@code y5} and {@code y10}; default all
 *                four
 * @param targets columns to forecast; default {@code y10}
 * @param keys    shared by all forecasts; window default 20, four weeks of business days; differences default {@code
 *                true}
 */
public record TreasuryYieldsSpec(
        @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> inputs,
        @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> targets,
        @JsonUnwrapped ForecastKeys keys) implements BundledSeriesFactory.Spec {

    private static final List<Season> SEASONS = List.of();

    public TreasuryYieldsSpec {
        inputs = ForecastPlan.columns("inputs", Check.orElse(inputs, List.of("y1", "y3", "y5", "y10")));
        targets = ForecastPlan.columns("targets", Check.orElse(targets, List.of("y10")));
        keys = ForecastKeys.complete(keys, 20, true);
        new ForecastPlan(inputs, targets, keys, SEASONS, "per cent");
    }

    @Override
    public BundledTable table() {
        return BundledTable.TREASURY_YIELDS;
    }

    @Override
    public ForecastPlan plan() {
        return new ForecastPlan(inputs, targets, keys, SEASONS, "per cent");
    }
}
