package dev.unroll.datasets.series;

/**
 * Daily weather of Seattle and New York, 2012 to 2015: 1,461 days of each, two series in one task. Over a year the
 * temperature swings by some 20 °C.
 */
public final class WeatherFactory extends BundledSeriesFactory<WeatherSpec> {

    public WeatherFactory() {
        super("weather", WeatherSpec.class,
                "NOAA, public domain, by way of vega-datasets",
                "forecast daily weather (°C, mm, m/s) of Seattle and New York together, two series in one task");
    }
}
