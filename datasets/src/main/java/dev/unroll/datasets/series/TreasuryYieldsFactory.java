package dev.unroll.datasets.series;

/**
 * Yields of US Treasury bonds at constant maturities of 1, 3, 5 and 10 years, business days from January 1962: 9,574
 * rows in per cent. A negative control like {@link StockIndicesFactory}: over the last fifth, the last value of the
 * ten-year yield errs by 0.044 points in the mean.
 */
public final class TreasuryYieldsFactory extends BundledSeriesFactory<TreasuryYieldsSpec> {

    public TreasuryYieldsFactory() {
        super("treasury-yields", TreasuryYieldsSpec.class,
                "US Federal Reserve H.15, public domain; figures by way of the R package tseries",
                "forecast changes of US Treasury yields (per cent, 1962-2000); a negative control, nearly a "
                        + "random walk");
    }
}
