package dev.unroll.datasets.series;

/**
 * Births in the United States, every day of 1969 to 1988 (7,305 rows) or of 2000 to 2014 (5,479 rows). Strongly
 * weekly, with holidays. Over the last fifth, the last value errs by 896 in the mean and the week before by 309; for
 * 2000 to 2014, by 1,678 and 448.
 */
public final class UsBirthsFactory extends BundledSeriesFactory<UsBirthsSpec> {

    public UsBirthsFactory() {
        super("us-births", UsBirthsSpec.class,
                "CDC NCHS (1969-1988) and US SSA (2000-2014), public domain (PDDL, CC0), by way of stdlib",
                "forecast daily births in the United States (1969-1988 or 2000-2014); strong week, holidays");
    }
}
