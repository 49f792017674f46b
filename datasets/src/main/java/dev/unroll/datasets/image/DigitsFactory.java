package dev.unroll.datasets.image;

import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.table.BundledTable;
import dev.unroll.random.Randomness;

/** Makes {@link DigitsDataset}. */
public final class DigitsFactory implements DatasetFactory<DigitsSpec> {

    @Override
    public String kind() {
        return "digits";
    }

    @Override
    public String description() {
        return "classify 1,797 handwritten digits of 8x8 pixels, read row by row or pixel by pixel";
    }

    @Override
    public String source() {
        return "Alpaydin & Kaynak, UCI Optical Recognition of Handwritten Digits, test part (CC BY 4.0)";
    }

    @Override
    public Class<DigitsSpec> specType() {
        return DigitsSpec.class;
    }

    @Override
    public SequenceDataset create(DigitsSpec spec, Randomness randomness) {
        return new DigitsDataset(BundledTable.DIGITS.load(), spec, randomness);
    }
}
