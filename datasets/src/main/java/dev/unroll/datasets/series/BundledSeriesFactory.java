package dev.unroll.datasets.series;

import dev.unroll.dataset.DatasetSpec;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.KindFactory;
import dev.unroll.datasets.series.SeriesReader.Layout;
import dev.unroll.datasets.table.BundledTable;
import dev.unroll.random.Randomness;

/** Makes forecasts from a table that ships with this module. */
abstract class BundledSeriesFactory<S extends BundledSeriesFactory.Spec> extends KindFactory<S> {

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
        super(kind, specType, source, description);
    }

    @Override
    public final SequenceDataset create(S spec, Randomness randomness) {
        return new ForecastDataset(SeriesReader.read(spec.table().file(), spec.layout(), spec.plan()), spec.plan());
    }
}
