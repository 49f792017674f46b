package dev.unroll.datasets.series;

/**
 * Hourly climate normals of Seattle, the means of 1981 to 2010 for every hour of a year: 8,759 rows. Means of thirty
 * years are smooth, so this is an easy task.
 */
public final class SeattleNormalsFactory extends BundledSeriesFactory<SeattleNormalsSpec> {

    public SeattleNormalsFactory() {
        super("seattle-normals", SeattleNormalsSpec.class,
                "NOAA NCDC, public domain, by way of vega-datasets",
                "forecast the hourly normal temperature of Seattle (°C, means of 30 years); smooth and easy");
    }
}
