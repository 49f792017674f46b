package dev.unroll.datasets.series;

import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.table.BundledTable;
import dev.unroll.random.Randomness;

/**
 * Daily closes of four European stock indices, 1991 to 1998, business days only: 1,860 rows. A negative control: such
 * series are nearly random walks, so no model is expected to beat the last value (over the last fifth, 48.2 points of
 * DAX in the mean), and one that seems to deserves suspicion. The series rises, so the levels of the test
 * part lie outside the range of the training part; models are asked for changes unless {@code differences} is false.
 */
public final class StockIndicesFactory implements DatasetFactory<StockIndicesSpec> {

    @Override
    public String kind() {
        return "stock-indices";
    }

    @Override
    public String description() {
        return "forecast changes of DAX, SMI, CAC and FTSE (1991-1998); a negative control, nearly a random walk";
    }

    @Override
    public String source() {
        return "Erste Bank AG, Vienna; figures by way of R, datasets::EuStockMarkets (GPL-2 or GPL-3)";
    }

    @Override
    public Class<StockIndicesSpec> specType() {
        return StockIndicesSpec.class;
    }

    @Override
    public SequenceDataset create(StockIndicesSpec spec, Randomness randomness) {
        return new ForecastDataset(BundledTable.STOCK_INDICES.load(), spec.plan());
    }
}
