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

    private static final String TRAIN = "train";
    private static final List<String> NAMES =
            Arrays.stream(TrainingSpec.class.getRecordComponents()).map(RecordComponent::getName).toList();
    /** Two ways to say how long; choosing one takes back the other. */
    private static final List<String> LENGTH = List.of("epochs", "updates");

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
        if (mapping.fields().keySet().containsAll(LENGTH)) {
            throw mapping.fields().get("updates").place()
                    .error("train must have either epochs or updates; got both; remove one");
        }
        return new TrainingKeys(mapping.fields(), field.place());
    }

    /** These keys and the other's; the other's win. */
    TrainingKeys overriddenBy(TrainingKeys other) {
        Map<String, Field> merged = new LinkedHashMap<>(fields);
        for (String name : other.fields.keySet()) {
            if (LENGTH.contains(name)) {
                merged.keySet().removeAll(LENGTH);
            }
        }
        merged.putAll(other.fields);
        return new TrainingKeys(merged, other.fields.isEmpty() ? place : other.place);
    }

    TrainingSpec bind() {
        return RecordBinder.PLAIN.bind(TrainingSpec.class, fields, place, TRAIN);
    }
}
