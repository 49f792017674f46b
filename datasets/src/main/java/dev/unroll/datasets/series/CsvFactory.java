package dev.unroll.datasets.series;

import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.KindFactory;
import dev.unroll.datasets.file.DataFile;
import dev.unroll.random.Randomness;

/**
 * Forecasts from one's own file: comma-separated (RFC 4180) or tab-separated ({@code .tsv}) with a header line, UTF-8,
 * rows in order of time. Columns that no key names may hold anything. The file is read row by row; the numbers of the
 * named columns are held in memory, 8 bytes each.
 */
public final class CsvFactory extends KindFactory<CsvSpec> {

    public CsvFactory() {
        super("csv", CsvSpec.class, "your own file",
                "forecast columns of your own CSV or TSV file, one series or many, with dates, gaps, known future"
                        + " values");
    }

    @Override
    public SequenceDataset create(CsvSpec spec, Randomness randomness) {
        return new ForecastDataset(SeriesReader.read(DataFile.of("path", spec.path()), spec.layout(), spec.plan()),
                spec.plan());
    }
}
