package dev.unroll.experiment;

import dev.unroll.experiment.SpecNode.Field;
import dev.unroll.experiment.SpecNode.Items;
import dev.unroll.experiment.SpecNode.Mapping;
import dev.unroll.experiment.SpecNode.Scalar;
import dev.unroll.model.ModelSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the entries of an experiment's {@code datasets} or {@code models}: {@code kind} says which record the other
 * keys are bound to, {@code name} and {@code train} are every entry's own.
 *
 * @param what  {@code dataset} or {@code model}
 * @param types the record of every kind
 */
record EntryReader(String what, Map<String, Class<? extends Record>> types) {

    static final String NAME = "name";

    /**
     * @param name  the kind unless given
     * @param train its overrides
     */
    record Entry(String name, String kind, Record spec, TrainingKeys train) {
    }

    /** The entries in order, each variant of one that is varied an entry of its own, names unique. */
    List<Entry> read(Items items) {
        return read(items, List.of());
    }

    /**
     * The same.
     *
     * @param sweeps that every entry is varied by, besides its own
     */
    List<Entry> read(Items items, List<Sweep> sweeps) {
        List<Entry> entries = new ArrayList<>();
        Map<String, Boolean> namedByName = new LinkedHashMap<>();
        List<Mapping> variants = new ArrayList<>();
        for (SpecNode item : items.items()) {
            Mapping mapping = RecordBinder.mapping(item, "a " + what);
            String kind = kind(mapping.place(), mapping.fields().get(RecordBinder.KIND));
            variants.addAll(Variants.of(mapping, name(mapping, kind), types.get(kind), what + " kind " + kind, sweeps));
        }
        for (Mapping mapping : variants) {
            Entry entry = read(mapping);
            boolean named = mapping.fields().containsKey(NAME);
            Boolean earlier = namedByName.put(entry.name(), named);
            if (earlier != null && !named && !earlier) {
                throw mapping.place().error("every " + what + " must have a name of its own; got two of kind "
                        + entry.kind() + " without names; give each a name:");
            } else if (earlier != null) {
                throw mapping.place().error("every " + what + " must have a name of its own; got " + entry.name()
                        + " twice; rename one");
            }
            entries.add(entry);
        }
        return entries;
    }

    private Entry read(Mapping mapping) {
        Map<String, Field> fields = new LinkedHashMap<>(mapping.fields());
        String kind = kind(mapping.place(), fields.remove(RecordBinder.KIND));
        fields.remove(NAME);
        TrainingKeys train = TrainingKeys.of(fields.remove(TrainingKeys.TRAIN), mapping.place());
        Record spec = bind(kind, fields, mapping.place());
        if (spec instanceof ModelSpec model) {
            requireEngine(model, fields, mapping.place());
        }
        return new Entry(name(mapping, kind), kind, spec, train);
    }

    private static void requireEngine(ModelSpec model, Map<String, Field> fields, Place place) {
        try {
            model.engine().require(model);
        } catch (IllegalArgumentException e) {
            throw RecordBinder.culprit(e.getMessage(), fields, place).error(e.getMessage());
        }
    }

    private static String name(Mapping mapping, String kind) {
        Field name = mapping.fields().get(NAME);
        return name == null ? kind : Names.read(name.value(), NAME);
    }

    /** The kind that a field names. */
    String kind(Place place, Field field) {
        if (field == null) {
            throw place.error("every " + what + " must have a kind; got none; add kind: and one of "
                    + String.join(", ", types.keySet()));
        }
        String received = field.value() instanceof Scalar scalar ? scalar.text() : field.value().described();
        if (!types.containsKey(received)) {
            throw field.place().error("kind must name a kind of " + what + "; got " + received + "; "
                    + Words.hint(received, types.keySet(), "kinds of " + what));
        }
        return received;
    }

    /** The kind's record of these keys. */
    Record bind(String kind, Map<String, Field> fields, Place place) {
        return RecordBinder.PLAIN.bind(types.get(kind), fields, place, what + " kind " + kind);
    }
}
