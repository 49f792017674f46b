package dev.unroll.datasets.synthetic;

import dev.unroll.dataset.DatasetSpec;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.KindFactory;
import dev.unroll.random.Randomness;
import java.util.function.BiFunction;

/** A factory of a generated task: its words, and how the dataset is made from spec and randomness. */
public abstract class GeneratedFactory<S extends DatasetSpec> extends KindFactory<S> {

    private final BiFunction<S, Randomness, SequenceDataset> maker;

    /** @param definedBy authors, year and identifier of the paper that defines the task */
    protected GeneratedFactory(String kind, String description, String definedBy, Class<S> specType,
            BiFunction<S, Randomness, SequenceDataset> maker) {
        super(kind, specType, "generated; defined by " + definedBy, description);
        this.maker = maker;
    }

    @Override
    public final SequenceDataset create(S spec, Randomness randomness) {
        return maker.apply(spec, randomness);
    }
}
