package dev.unroll.datasets.series;

import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.series.SeriesReader.Layout;
import dev.unroll.datasets.table.BundledTable;
import dev.unroll.random.Randomness;

/** Makes forecasts from a table that ships with this module. */
abstract class BundledSeriesFactory<S extends BundledSeriesFactory.Spec> implements DatasetFactory<S> {

    private final String kind;
    private final Class<S> specType;
    private final String source;
    private final String description;

    /** What the spec of such a kind comes down to. */
    interface Spec extends DatasetSpec {

        BundledTable table();

        ForecastPlan plan();

        /** Where in the table the series are. */
        default Layout layout() {
            return Layout.PLAIN;
        }
    }

    BundledSeriesFactory(String kind, Class<S> specType, String source, String description) {
        this.kind = kind;
        this.specType = specType;
        this.source = source;
        this.description = description;
    }

    @Override
    public final String kind() {
        return kind;
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public final String source() {
        return source;
    }

    @Override
    public final Class<S> specType() {
        return specType;
    }

    @Override
    public final SequenceDataset create(S spec, Randomness randomness) {
        return new ForecastDataset(SeriesReader.read(spec.table().file(), spec.layout(), spec.plan()), spec.plan());
    }
}
