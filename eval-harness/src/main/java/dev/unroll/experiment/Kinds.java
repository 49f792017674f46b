package dev.unroll.experiment;

import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.model.ModelFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The kinds of model and dataset that experiments may name. */
public final class Kinds {

    private final Map<String, ModelFactory<?>> models = new TreeMap<>();
    private final Map<String, DatasetFactory<?>> datasets = new TreeMap<>();

    public Kinds(List<? extends ModelFactory<?>> models, List<? extends DatasetFactory<?>> datasets) {
        for (ModelFactory<?> factory : models) {
            add(this.models, factory.kind(), factory);
        }
        for (DatasetFactory<?> factory : datasets) {
            add(this.datasets, factory.kind(), factory);
        }
    }

    /** All that are on the class path. */
    @SuppressWarnings("rawtypes")
    public static Kinds installed() {
        List<ModelFactory<?>> models = new ArrayList<>();
        for (ModelFactory factory : ServiceLoader.load(ModelFactory.class)) {
            models.add(factory);
        }
        List<DatasetFactory<?>> datasets = new ArrayList<>();
        for (DatasetFactory factory : ServiceLoader.load(DatasetFactory.class)) {
            datasets.add(factory);
        }
        return new Kinds(models, datasets);
    }

    private static <F> void add(Map<String, F> factories, String kind, F factory) {
        F earlier = factories.put(kind, factory);
        if (earlier != null) {
            throw new IllegalStateException("kinds must be unique; got " + kind + " from "
                    + earlier.getClass().getName() + " and " + factory.getClass().getName() + "; remove one from the class path");
        }
    }

    /** By kind, in the order of the alphabet; a copy. */
    public Map<String, ModelFactory<?>> models() {
        return new TreeMap<>(models);
    }

    /** By kind, in the order of the alphabet; a copy. */
    public Map<String, DatasetFactory<?>> datasets() {
        return new TreeMap<>(datasets);
    }

    /**
     * The parameters of a kind of dataset where an experiment gives none.
     *
     * @throws SpecException if there is a parameter without a default
     */
    public DatasetSpec datasetDefaults(String kind) {
        return (DatasetSpec) datasetReader().bind(kind, Map.of(), new Place("defaults", 1));
    }

    EntryReader modelReader() {
        Map<String, Class<? extends Record>> types = new TreeMap<>();
        models.forEach((kind, factory) -> types.put(kind, factory.specType().asSubclass(Record.class)));
        return new EntryReader("model", types);
    }

    EntryReader datasetReader() {
        Map<String, Class<? extends Record>> types = new TreeMap<>();
        datasets.forEach((kind, factory) -> types.put(kind, factory.specType().asSubclass(Record.class)));
        return new EntryReader("dataset", types);
    }
}
