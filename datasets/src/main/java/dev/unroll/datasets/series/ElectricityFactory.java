package dev.unroll.datasets.series;

/**
 * Electricity demand in England and Wales, every half hour of twelve weeks from 5 June 2000: 4,032 rows in MW.
 * Strongly daily and weekly: over the last fifth, the last value errs by 643 MW in the mean and the week before by
 * 582.
 */
public final class ElectricityFactory extends BundledSeriesFactory<ElectricitySpec> {

    public ElectricityFactory() {
        super("electricity", ElectricitySpec.class,
                "J. W. Taylor (2003), from National Grid; figures by way of the R package forecast (GPL-3)",
                "forecast half-hourly electricity demand (MW, England and Wales, 12 weeks of 2000); strong "
                        + "day and week");
    }
}
