package dev.unroll.experiment;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.unroll.experiment.SpecNode.Field;
import dev.unroll.experiment.SpecNode.Form;
import dev.unroll.experiment.SpecNode.Items;
import dev.unroll.experiment.SpecNode.Scalar;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A record of a type with as few keys given as it takes, to learn from: what the other keys are by default, and in what
 * words it refuses a value.
 */
final class Specimen {

    private static final Place NOWHERE = new Place("specimen", 1);
    private static final int MOST_KEYS = 12;

    private final Class<? extends Record> type;
    private final Map<String, RecordComponent> components;
    private final Map<String, Field> given = new LinkedHashMap<>();
    private final Set<String> required = new LinkedHashSet<>();
    private final Map<String, Object> values;

    private Specimen(Class<? extends Record> type, String number) {
        this.type = type;
        components = RecordBinder.components(type);
        values = complete(number);
    }

    /** A specimen of a record; one that could not be made knows no defaults. */
    static Specimen of(Class<? extends Record> type) {
        return new Specimen(type, "8");
    }

    /** The components that keys are bound to, those of shared records among the others, by key in declared order. */
    Map<String, RecordComponent> components() {
        return components;
    }

    /** The keys without which, whatever the others are, there is no record. */
    Set<String> required() {
        return values.isEmpty() ? Set.of() : required;
    }

    /** What the keys without a value come to, as far as that depends on no other key that must be given. */
    Map<String, Object> defaults() {
        Map<String, Object> defaults = new LinkedHashMap<>(values);
        defaults.keySet().removeAll(given.keySet());
        if (!given.isEmpty() && !values.isEmpty()) {
            Map<String, Object> others = new Specimen(type, "12").values;
            defaults.entrySet().removeIf(entry -> !Objects.equals(entry.getValue(), others.get(entry.getKey())));
        }
        return defaults;
    }

    /** The sentence by which the record refuses this value, without its place; empty if it takes it. */
    Optional<String> refusal(String key, SpecNode value) {
        return refusal(Map.of(key, value));
    }

    /** The same for the values of several keys at once. */
    Optional<String> refusal(Map<String, SpecNode> some) {
        Map<String, Field> fields = new LinkedHashMap<>(given);
        some.forEach((key, value) -> fields.put(key, new Field(NOWHERE, value)));
        try {
            bind(fields);
            return Optional.empty();
        } catch (SpecException e) {
            return Optional.of(e.getMessage().substring(e.getMessage().indexOf(": ") + 2));
        }
    }

    static Scalar scalar(Form form, String text) {
        return new Scalar(NOWHERE, form, text);
    }

    private Map<String, Object> complete(String number) {
        for (int i = 0; i < MOST_KEYS; i++) {
            try {
                return RecordTree.of(bind(given));
            } catch (SpecException e) {
                String missing = firstNamed(e.getMessage());
                if (missing == null) {
                    return Map.of();
                }
                // A sentence that names another key leaves another way.
                if (components.keySet().stream().noneMatch(key -> !key.equals(missing)
                        && Limits.names(e.getMessage(), key))) {
                    required.add(missing);
                }
                given.put(missing, new Field(NOWHERE, example(components.get(missing), number)));
            }
        }
        return Map.of();
    }

    private Record bind(Map<String, Field> fields) {
        return RecordBinder.PLAIN.bind(type, fields, NOWHERE, "a specimen");
    }

    /** The key without a value that a sentence names first. */
    private String firstNamed(String sentence) {
        String first = null;
        int least = Integer.MAX_VALUE;
        for (String key : components.keySet()) {
            var found = Pattern.compile("\\b" + Pattern.quote(key) + "\\b").matcher(sentence);
            if (!given.containsKey(key) && found.find() && found.start() < least) {
                least = found.start();
                first = key;
            }
        }
        return first;
    }

    private static SpecNode example(RecordComponent component, String number) {
        JsonFormat format = component.getAccessor().getAnnotation(JsonFormat.class);
        return format != null ? example(String.class, number) : example(component.getGenericType(), number);
    }

    private static SpecNode example(Type type, String number) {
        if (type instanceof ParameterizedType list) {
            return new Items(NOWHERE, List.of(example(list.getActualTypeArguments()[0], number)));
        } else if (type instanceof Class<?> array && array.isArray()) {
            return new Items(NOWHERE, List.of(example(array.getComponentType(), number)));
        }
        if (type instanceof Class<?> words && words.isEnum()) {
            return scalar(Form.TEXT, Words.of((Enum<?>) words.getEnumConstants()[0]));
        }
        return type == String.class ? scalar(Form.TEXT, "a") : scalar(Form.WHOLE, number);
    }
}
