package dev.unroll.experiment;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.unroll.experiment.SpecNode.Form;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The JSON Schema of what {@link RecordBinder} binds to a record: types and words from its components, defaults and
 * limits from a {@link Specimen} of it.
 */
final class RecordSchema {

    /** Refused, wherever there are limits, for one reason or another. */
    private static final List<String> WHOLE_PROBES = List.of("-1000000", "-1", "0", "1", "2147483647");
    private static final List<String> DECIMAL_PROBES =
            List.of("-1e30", "-1.0", "0.0", "1e-12", "0.5", "1.0", "2.0", "1e30");

    private final Specimen specimen;

    RecordSchema(Class<? extends Record> type) {
        specimen = Specimen.of(type);
    }

    /** The schema of each key, in declared order. */
    Map<String, Object> properties() {
        Map<String, Object> properties = new LinkedHashMap<>();
        schemas().forEach(properties::put);
        return properties;
    }

    private Map<String, Map<String, Object>> schemas() {
        Map<String, Object> defaults = specimen.defaults();
        Map<String, Map<String, Object>> properties = new LinkedHashMap<>();
        specimen.components().forEach((key, component) -> {
            Map<String, Object> schema = component(component);
            limit(key, component, schema);
            Object byDefault = defaults.get(key);
            if (byDefault != null) {
                schema.put("default", word(byDefault));
            }
            properties.put(key, schema);
        });
        return properties;
    }

    /** The same where a list for a key that takes one value varies it. */
    Map<String, Object> varied() {
        Map<String, Object> properties = new LinkedHashMap<>();
        schemas().forEach((key, schema) ->
                properties.put(key, isSingle(specimen.components().get(key)) ? varied(schema) : schema));
        return properties;
    }

    private static Map<String, Object> varied(Map<String, Object> one) {
        Object byDefault = one.remove("default");
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("type", "array");
        list.put("items", one);
        list.put("minItems", 1);
        Map<String, Object> varied = new LinkedHashMap<>();
        varied.put("anyOf", List.of(one, list));
        if (byDefault != null) {
            varied.put("default", byDefault);
        }
        return varied;
    }

    /** The keys that must be given. */
    List<String> required() {
        return specimen.components().keySet().stream().filter(specimen.required()::contains).toList();
    }

    /** Whether the key takes one value, not a list or a map, so that a list of values varies it. */
    static boolean isSingle(RecordComponent component) {
        Class<?> type = component.getType();
        boolean list = List.class.isAssignableFrom(type) || type.isArray();
        return !list && !type.isRecord();
    }

    /** A map of these keys and no others. */
    static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    /** The same where a record is left to its one word by default. */
    private static Object word(Object value) {
        return value instanceof Map<?, ?> map && map.size() == 1 && map.containsKey(RecordBinder.KIND)
                ? map.get(RecordBinder.KIND) : value;
    }

    private static Map<String, Object> component(RecordComponent component) {
        JsonFormat format = component.getAccessor().getAnnotation(JsonFormat.class);
        Map<String, Object> schema = type(component.getGenericType(), true);
        if (format != null && Set.of(format.with()).contains(JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)) {
            Object single = schema.get("items");
            return new LinkedHashMap<>(Map.of("anyOf", List.of(schema, single)));
        }
        return schema;
    }

    private static Map<String, Object> type(Type type, boolean optional) {
        Map<String, Object> schema = new LinkedHashMap<>();
        if (type instanceof ParameterizedType list) {
            schema.put("type", named("array", optional));
            schema.put("items", type(list.getActualTypeArguments()[0], false));
            return schema;
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isArray()) {
            schema.put("type", named("array", optional));
            schema.put("items", type(plain.getComponentType(), false));
        } else if (plain.isEnum()) {
            List<String> words = new ArrayList<>();
            for (Object constant : plain.getEnumConstants()) {
                words.add(Words.of((Enum<?>) constant));
            }
            schema.put("enum", words(words, optional));
        } else if (plain.isRecord()) {
            RecordSchema nested = new RecordSchema(plain.asSubclass(Record.class));
            schema.putAll(object(nested.properties(), nested.required()));
        } else if (plain.isSealed()) {
            schema.put("anyOf", choices(plain, optional));
        } else {
            schema.put("type", named(scalar(plain), optional));
        }
        return schema;
    }

    private static Object named(String name, boolean optional) {
        return optional ? List.of(name, "null") : name;
    }

    private static List<Object> words(List<String> words, boolean optional) {
        List<Object> all = new ArrayList<>(words);
        if (optional) {
            all.add(null);
        }
        return all;
    }

    private static List<Object> choices(Class<?> type, boolean optional) {
        Map<String, Class<?>> choices = new TreeMap<>();
        RecordBinder.choices(type, choices);
        List<Object> schemas = new ArrayList<>();
        schemas.add(new LinkedHashMap<>(Map.of("enum", words(List.copyOf(choices.keySet()), optional))));
        choices.forEach((word, choice) -> {
            Map<String, Object> properties = new LinkedHashMap<>();
            properties.put(RecordBinder.KIND, Map.of("const", word));
            // A schedule may hold a schedule: one level is described.
            properties.putAll(shallow(choice, type));
            schemas.add(object(properties, List.of(RecordBinder.KIND)));
        });
        return schemas;
    }

    private static Map<String, Object> shallow(Class<?> choice, Class<?> within) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (RecordComponent component : choice.getRecordComponents()) {
            if (component.getType() == within) {
                properties.put(component.getName(), new LinkedHashMap<>());
            }
        }
        if (!properties.isEmpty()) {
            for (RecordComponent component : choice.getRecordComponents()) {
                if (component.getType() != within) {
                    properties.put(component.getName(), type(component.getGenericType(), true));
                }
            }
            return properties;
        }
        return new RecordSchema(choice.asSubclass(Record.class)).properties();
    }

    private static String scalar(Class<?> type) {
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "integer";
        } else if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        }
        return type == String.class ? "string" : "number";
    }

    private void limit(String key, RecordComponent component, Map<String, Object> schema) {
        Class<?> type = component.getType();
        if (type == String.class) {
            specimen.refusal(key, Specimen.scalar(Form.TEXT, "?")).map(sentence -> Limits.words(sentence, key))
                    .filter(words -> !words.isEmpty()).ifPresent(words -> {
                        schema.remove("type");
                        schema.put("enum", words(words, true));
                    });
        } else if (isSingle(component) && !type.isEnum() && !type.isSealed() && type != Boolean.class) {
            boolean whole = scalar(type).equals("integer");
            for (String probe : whole ? WHOLE_PROBES : DECIMAL_PROBES) {
                SpecNode value = Specimen.scalar(whole ? Form.WHOLE : Form.DECIMAL, probe);
                specimen.refusal(key, value).ifPresent(sentence -> {
                    Map<String, Object> bounds = Limits.bounds(sentence, key, specimen.components().keySet(), whole);
                    bounds.forEach((keyword, bound) -> {
                        if (holdsAlways(key, keyword, (Number) bound, whole)) {
                            schema.put(keyword, bound);
                        }
                    });
                });
            }
        }
    }

    /** Whether what lies just beyond a bound is refused whatever any one other key is. */
    private boolean holdsAlways(String key, String keyword, Number bound, boolean whole) {
        boolean least = keyword.endsWith("inimum");
        double beyond = whole ? bound.longValue() + (least ? -1 : 1) : Math.nextAfter(bound.doubleValue(),
                least ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        if (keyword.startsWith("exclusive")) {
            beyond = bound.doubleValue();
        }
        SpecNode value = whole ? Specimen.scalar(Form.WHOLE, Long.toString((long) beyond))
                : Specimen.scalar(Form.DECIMAL, Double.toString(beyond));
        for (Map.Entry<String, RecordComponent> other : specimen.components().entrySet()) {
            for (SpecNode its : other.getKey().equals(key) ? List.<SpecNode>of() : examples(other.getValue())) {
                if (specimen.refusal(Map.of(key, value, other.getKey(), its)).isEmpty()) {
                    return false;
                }
            }
        }
        return specimen.refusal(key, value).isPresent();
    }

    private static List<SpecNode> examples(RecordComponent component) {
        Class<?> type = component.getType();
        List<SpecNode> examples = new ArrayList<>();
        if (type == Boolean.class) {
            examples.add(Specimen.scalar(Form.TRUTH, "true"));
            examples.add(Specimen.scalar(Form.TRUTH, "false"));
        } else if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                examples.add(Specimen.scalar(Form.TEXT, Words.of((Enum<?>) constant)));
            }
        } else if (isSingle(component) && !type.isSealed() && type != String.class) {
            boolean whole = scalar(type).equals("integer");
            for (String number : whole ? List.of("1", "100000") : List.of("1e-9")) {
                examples.add(Specimen.scalar(whole ? Form.WHOLE : Form.DECIMAL, number));
            }
        }
        return examples;
    }
}
