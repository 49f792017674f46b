package dev.unroll.datasets.synthetic;

import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.random.Randomness;

/** Makes {@link AddingDataset}. */
public final class AddingFactory implements DatasetFactory<AddingSpec> {

    @Override
    public String kind() {
        return "adding";
    }

    @Override
    public String description() {
        return "add the two marked numbers of a long sequence, one in each half; always answering 1 scores MSE 0.1667";
    }

    @Override
    public String source() {
        return "generated; defined by Arjovsky, Shah & Bengio 2016 (arXiv 1511.06464)";
    }

    @Override
    public Class<AddingSpec> specType() {
        return AddingSpec.class;
    }

    @Override
    public SequenceDataset create(AddingSpec spec, Randomness randomness) {
        return new AddingDataset(spec, randomness);
    }
}
