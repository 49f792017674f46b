package dev.unroll.datasets;

import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.DatasetSpec;

/** What factories have in common: the words by which a kind is listed. */
public abstract class KindFactory<S extends DatasetSpec> implements DatasetFactory<S> {

    private final String kind;
    private final Class<S> specType;
    private final String source;
    private final String description;

    protected KindFactory(String kind, Class<S> specType, String source, String description) {
        this.kind = kind;
        this.specType = specType;
        this.source = source;
        this.description = description;
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
        return source;
    }

    @Override
    public final Class<S> specType() {
        return specType;
    }
}
