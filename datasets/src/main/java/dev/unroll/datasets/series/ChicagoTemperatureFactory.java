package dev.unroll.datasets.series;

/**
 * Mean temperature in Chicago, every day from 22 January 2001 to 28 August 2016: 5,698 rows in °F, with other weather
 * columns as further inputs. Over the last fifth, the last value errs by 5.27 °F in the mean and the year before by
 * 9.49.
 */
public final class ChicagoTemperatureFactory extends BundledSeriesFactory<ChicagoTemperatureSpec> {

    public ChicagoTemperatureFactory() {
        super("chicago-temperature", ChicagoTemperatureSpec.class,
                "Kuhn & Johnson (2020) from City of Chicago data, by way of the R package modeldata (MIT)",
                "forecast the daily mean temperature of Chicago (°F, 2001-2016), from itself or from other "
                        + "weather too");
    }
}
