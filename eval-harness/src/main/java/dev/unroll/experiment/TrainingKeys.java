package dev.unroll.experiment;

import dev.unroll.experiment.SpecNode.Field;
import dev.unroll.experiment.SpecNode.Mapping;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code train} keys at one level of an experiment, and what they come to when one level overrides another. */
final class TrainingKeys {

    static final String TRAIN = "train";
    static final List<String> NAMES =
            Arrays.stream(TrainingSpec.class.getRecordComponents()).map(RecordComponent::getName).toList();
    /** Ways to say how long; choosing one takes back the others. */
    static final List<String> LENGTH = List.of("epochs", "updates", "examples", "seconds");

    private final Map<String, Field> fields;
    private final Place place;

    private TrainingKeys(Map<String, Field> fields, Place place) {
        this.fields = fields;
        this.place = place;
    }

    /**
     * The keys of an optional {@code train} field.
     *
     * @param field {@code null} if there is none
     * @param place what stands in for the field's place if there is none
     */
    static TrainingKeys of(Field field, Place place) {
        if (field == null || RecordBinder.isNothing(field.value())) {
            return new TrainingKeys(Map.of(), place);
        }
        Mapping mapping = RecordBinder.mapping(field.value(), TRAIN);
        RecordBinder.requireKnownKeys(mapping.fields(), NAMES, TRAIN);
        List<String> lengths = mapping.fields().keySet().stream().filter(LENGTH::contains).toList();
        if (lengths.size() > 1) {
            throw mapping.fields().get(lengths.get(1)).place().error("train must have one of "
                    + String.join(", ", LENGTH) + "; got " + String.join(" and ", lengths) + "; remove all but one");
        }
        return new TrainingKeys(mapping.fields(), field.place());
    }

    /** These keys and the other's; the other's win. */
    TrainingKeys overriddenBy(TrainingKeys other) {
        Map<String, Field> merged = new LinkedHashMap<>(fields);
        other.fields.keySet().forEach(name -> takeBackLength(name, merged));
        merged.putAll(other.fields);
        return new TrainingKeys(merged, other.fields.isEmpty() ? place : other.place);
    }

    /** Where a key says how long, removes what says it otherwise. */
    static void takeBackLength(String key, Map<String, Field> from) {
        if (LENGTH.contains(key)) {
            from.keySet().removeAll(LENGTH);
        }
    }

    /** Refuses keys that all models are varied by: a dataset's own would be overridden. */
    void requireNone(List<Axis> axes) {
        for (Axis axis : axes) {
            Field field = fields.get(axis.key());
            if (field != null) {
                throw field.place().error("a key must be varied in one place; got " + axis.key()
                        + " here and varied for all models in line " + axis.place().line()
                        + "; remove one, or vary it in each model");
            }
        }
    }

    /** Whether a value is written for a key. */
    boolean has(String key) {
        return fields.containsKey(key) && !RecordBinder.isNothing(fields.get(key).value());
    }

    TrainingSpec bind() {
        return RecordBinder.PLAIN.bind(TrainingSpec.class, fields, place, TRAIN);
    }
}
