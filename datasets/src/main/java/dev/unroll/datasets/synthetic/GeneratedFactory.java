package dev.unroll.datasets.synthetic;

import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.random.Randomness;
import java.util.function.BiFunction;

/** A factory of a generated task: its words, and how the dataset is made from spec and randomness. */
public abstract class GeneratedFactory<S extends DatasetSpec> implements DatasetFactory<S> {

    private final String kind;
    private final String description;
    private final String definedBy;
    private final Class<S> specType;
    private final BiFunction<S, Randomness, SequenceDataset> maker;

    /** @param definedBy authors, year and identifier of the paper that defines the task */
    protected GeneratedFactory(String kind, String description, String definedBy, Class<S> specType,
            BiFunction<S, Randomness, SequenceDataset> maker) {
        this.kind = kind;
        this.description = description;
        this.definedBy = definedBy;
        this.specType = specType;
        this.maker = maker;
    }

    @Override
    public final String kind() {
        return kind;
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public final String source() {
        return "generated; defined by " + definedBy;
    }

    @Override
    public final Class<S> specType() {
        return specType;
    }

    @Override
    public final SequenceDataset create(S spec, Randomness randomness) {
        return maker.apply(spec, randomness);
    }
}
