package dev.unroll.datasets.series;

import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.table.BundledTable;
import dev.unroll.random.Randomness;

/**
 * Mean temperature in Chicago, every day from 22 January 2001 to 28 August 2016: 5,698 rows in °F, with other weather
 * columns as further inputs. Over the last fifth, the last value errs by 5.27 °F in the mean and the year before by
 * 9.49.
 */
public final class ChicagoTemperatureFactory implements DatasetFactory<ChicagoTemperatureSpec> {

    @Override
    public String kind() {
        return "chicago-temperature";
    }

    @Override
    public String description() {
        return "forecast the daily mean temperature of Chicago (°F, 2001-2016), from itself or from other weather too";
    }

    @Override
    public String source() {
        return "Kuhn & Johnson (2020) from City of Chicago data, by way of the R package modeldata (MIT)";
    }

    @Override
    public Class<ChicagoTemperatureSpec> specType() {
        return ChicagoTemperatureSpec.class;
    }

    @Override
    public SequenceDataset create(ChicagoTemperatureSpec spec, Randomness randomness) {
        return new ForecastDataset(BundledTable.CHICAGO.load(), spec.plan());
    }
}
