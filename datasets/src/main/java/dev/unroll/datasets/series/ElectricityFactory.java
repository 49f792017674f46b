package dev.unroll.datasets.series;

import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.table.BundledTable;
import dev.unroll.random.Randomness;

/**
 * Electricity demand in England and Wales, every half hour of twelve weeks from 5 June 2000: 4,032 rows in MW. Strongly
 * daily and weekly: over the last fifth, the last value errs by 643 MW in the mean and the week before by 582.
 */
public final class ElectricityFactory implements DatasetFactory<ElectricitySpec> {

    @Override
    public String kind() {
        return "electricity";
    }

    @Override
    public String description() {
        return "forecast half-hourly electricity demand (MW, England and Wales, 12 weeks of 2000); strong day and week";
    }

    @Override
    public String source() {
        return "J. W. Taylor (2003), from National Grid; figures by way of the R package forecast (GPL-3)";
    }

    @Override
    public Class<ElectricitySpec> specType() {
        return ElectricitySpec.class;
    }

    @Override
    public SequenceDataset create(ElectricitySpec spec, Randomness randomness) {
        return new ForecastDataset(BundledTable.ELECTRICITY.load(), spec.plan());
    }
}
