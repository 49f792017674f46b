package dev.unroll.datasets.series;

/**
 * Entries to the Clark/Lake station of the Chicago Elevated, every day from 22 January 2001 to 28 August 2016: 5,698
 * rows in thousands. Strongly weekly: over the last fifth, the last value errs by 4.56 thousand in the mean and the
 * week before by 1.42. The weather of the day may be given as known in advance ({@code future}).
 */
public final class ChicagoRidershipFactory extends BundledSeriesFactory<ChicagoRidershipSpec> {

    public ChicagoRidershipFactory() {
        super("chicago-ridership", ChicagoRidershipSpec.class,
                "Kuhn & Johnson (2020) from City of Chicago data, by way of the R package modeldata (MIT)",
                "forecast daily entries to a Chicago train station (thousands, 2001-2016); strong week; "
                        + "weather as future");
    }
}
