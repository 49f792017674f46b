package dev.unroll.datasets.series;

/**
 * Monthly mean relative sunspot numbers from January 1749 to December 1983: 2,820 rows, a cycle of about eleven years
 * of varying height and length. Over the last fifth, the last value errs by 14.8 in the mean.
 */
public final class SunspotsFactory extends BundledSeriesFactory<SunspotsSpec> {

    public SunspotsFactory() {
        super("sunspots", SunspotsSpec.class,
                "Andrews & Herzberg (1985), from the observatories of Zurich and Tokyo; figures by way of "
                        + "R, datasets::sunspots",
                "forecast the monthly sunspot number (1749-1983); an irregular cycle of eleven years");
    }
}
