package dev.unroll.experiment;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema of what varies keys: {@link Sweep} and {@link Range}. */
final class SweepSchema {

    private SweepSchema() {
    }

    /** A sweep over these keys and those of training. */
    static Map<String, Object> of(List<String> keys) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("method", words(Sweep.Method.values()));
        properties.put("trials", whole(1));
        properties.put("seed", Map.of("type", "integer"));
        properties.put(Sweep.OVER, over(keys));
        return RecordSchema.object(properties, List.of(Sweep.OVER));
    }

    /** The values of each of these keys, and of those of training. */
    static Map<String, Object> over(List<String> keys) {
        Map<String, Object> properties = new LinkedHashMap<>();
        keys.forEach(key -> properties.put(key, ExperimentSchema.reference("values")));
        properties.put(TrainingKeys.TRAIN, ExperimentSchema.reference("train-values"));
        return RecordSchema.object(properties, List.of());
    }

    /** The values of keys of training. */
    static Map<String, Object> train() {
        Map<String, Object> train = new LinkedHashMap<>();
        TrainingKeys.NAMES.forEach(key -> train.put(key, ExperimentSchema.reference("values")));
        return RecordSchema.object(train, List.of());
    }

    /** A list, or a range. */
    static Map<String, Object> values() {
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("from", Map.of("type", "number"));
        range.put("to", Map.of("type", "number"));
        range.put("scale", words(Range.Scale.values()));
        range.put("count", whole(2));
        range.put("step", Map.of("type", "number"));
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("type", "array");
        list.put("minItems", 1);
        return Map.of("anyOf", List.of(list, RecordSchema.object(range, List.of("from", "to"))));
    }

    /** One of an enum's words. */
    static Map<String, Object> words(Enum<?>[] constants) {
        return Map.of("enum", Arrays.stream(constants).map(Words::of).toList());
    }

    private static Map<String, Object> whole(int least) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "integer");
        schema.put("minimum", least);
        return schema;
    }
}
