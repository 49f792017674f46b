package dev.unroll.datasets.series;

/**
 * Daily closes of four European stock indices, 1991 to 1998, business days only: 1,860 rows. A negative control: such
 * series are nearly random walks, so no model is expected to beat the last value (over the last fifth, 48.2 points of
 * DAX in the mean), and one that seems to deserves suspicion. The series rises, so the levels of the test part lie
 * outside the range of the training part; models are asked for changes unless {@code differences} is false.
 */
public final class StockIndicesFactory extends BundledSeriesFactory<StockIndicesSpec> {

    public StockIndicesFactory() {
        super("stock-indices", StockIndicesSpec.class,
                "Erste Bank AG, Vienna; figures by way of R, datasets::EuStockMarkets (GPL-2 or GPL-3)",
                "forecast changes of DAX, SMI, CAC and FTSE (1991-1998); a negative control, nearly a random walk");
    }
}
