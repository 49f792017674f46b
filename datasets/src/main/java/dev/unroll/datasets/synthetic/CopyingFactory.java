package dev.unroll.datasets.synthetic;

import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.random.Randomness;

/** Makes {@link CopyingDataset}. */
public final class CopyingFactory implements DatasetFactory<CopyingSpec> {

    @Override
    public String kind() {
        return "copying";
    }

    @Override
    public String description() {
        return "repeat ten symbols after a long lag; chance is 1/8 of the recalled symbols";
    }

    @Override
    public String source() {
        return "generated; defined by Arjovsky, Shah & Bengio 2016 (arXiv 1511.06464)";
    }

    @Override
    public Class<CopyingSpec> specType() {
        return CopyingSpec.class;
    }

    @Override
    public SequenceDataset create(CopyingSpec spec, Randomness randomness) {
        return new CopyingDataset(spec, randomness);
    }
}
