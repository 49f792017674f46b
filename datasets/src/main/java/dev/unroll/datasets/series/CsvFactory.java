package dev.unroll.datasets.series;

import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.table.CsvTables;
import dev.unroll.random.Randomness;

/**
 * Forecasts from one's own file: comma-separated (RFC 4180) with a header line, UTF-8, one row per time in order of
 * time, evenly spaced, without gaps. Columns that are neither inputs nor targets may hold anything.
 */
public final class CsvFactory implements DatasetFactory<CsvSpec> {

    @Override
    public String kind() {
        return "csv";
    }

    @Override
    public String description() {
        return "forecast columns of your own CSV file: path, targets, inputs, window, horizon, differences, season";
    }

    @Override
    public String source() {
        return "your own file";
    }

    @Override
    public Class<CsvSpec> specType() {
        return CsvSpec.class;
    }

    @Override
    public SequenceDataset create(CsvSpec spec, Randomness randomness) {
        return new ForecastDataset(CsvTables.file(spec.path()), spec.plan());
    }
}
