package dev.unroll.datasets.series;

import static com.fasterxml.jackson.annotation.JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.table.BundledTable;
import java.util.List;

/**
 * Parameters of {@link StockIndicesFactory}.
 *
 * @param inputs  columns that a model sees, among {@code dax}, {@code smi}, {@code cac} and {@code ftse}; default all
 *                four
 * @param targets columns to forecast; default {@code dax}
 * @param keys    shared by all forecasts; window default 20, four weeks of business days; differences default {@code
 *                true}
 */
public record StockIndicesSpec(
        @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> inputs,
        @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> targets,
        @JsonUnwrapped ForecastKeys keys) implements BundledSeriesFactory.Spec {

    private static final List<Season> SEASONS = List.of();

    public StockIndicesSpec {
        inputs = ForecastPlan.columns("inputs", Check.orElse(inputs, List.of("dax", "smi", "cac", "ftse")));
        targets = ForecastPlan.columns("targets", Check.orElse(targets, List.of("dax")));
        keys = ForecastKeys.complete(keys, 20, true);
        new ForecastPlan(inputs, targets, keys, SEASONS, "index points");
    }

    @Override
    public BundledTable table() {
        return BundledTable.STOCK_INDICES;
    }

    @Override
    public ForecastPlan plan() {
        return new ForecastPlan(inputs, targets, keys, SEASONS, "index points");
    }
}
