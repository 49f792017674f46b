package dev.unroll.experiment;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DataException;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.experiment.SpecNode.Field;
import dev.unroll.experiment.SpecNode.Form;
import dev.unroll.experiment.SpecNode.Items;
import dev.unroll.experiment.SpecNode.Mapping;
import dev.unroll.experiment.SpecNode.Scalar;
import dev.unroll.model.ModelSpec;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Makes a record of a map, component by component, converting nothing: text is never a number, a fraction never a whole
 * number. What a record's constructor refuses is reported with the line it came from.
 *
 * <p>A component is a number, truth value, text, enum (lower-case word), record (map), sealed interface of records
 * (the word for one of them, or a map with that word as {@code kind}), or a list or array of these. A record marked
 * {@link JsonUnwrapped} holds keys that several kinds share: they stand among the others, not in a map of their own.
 */
public final class RecordBinder {

    static final String KIND = "kind";

    /** For records that hold no model or dataset. */
    static final RecordBinder PLAIN = new RecordBinder(null);

    /** Asked of a class anew, they are made anew, and their annotations are read anew. */
    private static final ClassValue<RecordComponent[]> COMPONENTS = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
            return type.getRecordComponents();
        }
    };

    private final Kinds kinds;

    /** @param kinds says what record a model's or a dataset's {@code spec} is, by the {@code kind} beside it */
    RecordBinder(Kinds kinds) {
        this.kinds = kinds;
    }

    /**
     * @param fields keys with values; every one must be a component
     * @param what   what the record is, for messages: {@code model kind lstm}
     */
    <R> R bind(Class<R> type, Map<String, Field> fields, Place place, String what) {
        RecordComponent[] components = COMPONENTS.get(type);
        if (components == null) {
            throw new IllegalStateException(type.getName() + " must be a record, so that keys can be bound to it");
        }
        requireKnownKeys(fields, keys(type), what);
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            if (isUnwrapped(components[i])) {
                Map<String, Field> shared = new LinkedHashMap<>(fields);
                shared.keySet().retainAll(keys(components[i].getType()));
                values[i] = bind(components[i].getType(), shared, place, what);
                continue;
            }
            Field field = fields.get(name);
            boolean absent = field == null || isNothing(field.value());
            if (!absent) {
                SpecNode value = alone(field.value(), components[i]);
                values[i] = components[i].getType() == ModelSpec.class || components[i].getType() == DatasetSpec.class
                        ? spec(value, components[i].getType(), place, fields.get(KIND))
                        : value(value, components[i].getGenericType(), name);
            } else if (components[i].getType().isPrimitive()) {
                Place at = field == null ? place : field.place();
                throw at.error(name + " must be given for " + what + "; got nothing; add " + name + ": and "
                        + expectation(components[i].getType()));
            }
        }
        return construct(type, components, values, fields, place, what);
    }

    /** The keys that a record is bound to, in declared order: its components, and in their place those of shared records. */
    public static List<String> keys(Class<?> type) {
        return List.copyOf(components(type).keySet());
    }

    /** The components that {@link #keys} stand for, by key, in the same order. */
    static Map<String, RecordComponent> components(Class<?> type) {
        Map<String, RecordComponent> components = new LinkedHashMap<>();
        for (RecordComponent component : COMPONENTS.get(type)) {
            if (isUnwrapped(component)) {
                components.putAll(components(component.getType()));
            } else {
                components.put(component.getName(), component);
            }
        }
        return components;
    }

    /** Whether the components of this component's record are keys beside it. */
    static boolean isUnwrapped(RecordComponent component) {
        return component.getAccessor().isAnnotationPresent(JsonUnwrapped.class);
    }

    /** A single value as a list of one, where Jackson's annotation says that the list may be written so. */
    private static SpecNode alone(SpecNode node, RecordComponent component) {
        JsonFormat format = component.getAccessor().getAnnotation(JsonFormat.class);
        boolean allowed = format != null
                && Set.of(format.with()).contains(JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY);
        return allowed && node instanceof Scalar ? new Items(node.place(), List.of(node)) : node;
    }

    private Record spec(SpecNode node, Class<?> type, Place place, Field kind) {
        EntryReader reader = type == ModelSpec.class ? kinds.modelReader() : kinds.datasetReader();
        return reader.bind(reader.kind(place, kind), mapping(node, "spec").fields(), node.place());
    }

    /** Refuses the first key that is not among the names. */
    static void requireKnownKeys(Map<String, Field> fields, Collection<String> names, String what) {
        fields.forEach((key, field) -> {
            if (!names.contains(key)) {
                throw field.place().error("every key must be one that " + what + " has; got " + key + "; "
                        + Words.hint(key, names, "keys"));
            }
        });
    }

    private static <R> R construct(Class<R> type, RecordComponent[] components, Object[] values,
            Map<String, Field> fields, Place place, String what) {
        try {
            Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException || e.getCause() instanceof DataException) {
                String message = e.getCause().getMessage();
                throw culprit(message, fields, place).error(message);
            }
            if (e.getCause() instanceof NullPointerException) {
                throw place.error(what + " must have all its keys; got only " + fields.keySet() + "; add the others");
            }
            throw new IllegalStateException(type.getName() + " cannot be made", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " cannot be made", e);
        }
    }

    /** The line of the first key that the message names, else the record's. */
    static Place culprit(String message, Map<String, Field> fields, Place place) {
        Place culprit = place;
        int first = Integer.MAX_VALUE;
        for (Map.Entry<String, Field> field : fields.entrySet()) {
            var found = Pattern.compile("\\b" + Pattern.quote(field.getKey()) + "\\b").matcher(message);
            if (found.find() && found.start() < first) {
                first = found.start();
                culprit = field.getValue().place();
            }
        }
        return culprit;
    }

    /**
     * The value of a component.
     *
     * @param key for messages
     */
    Object value(SpecNode node, Type type, String key) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            List<Object> values = new ArrayList<>();
            elements(node, list.getActualTypeArguments()[0], key, values);
            return List.copyOf(values);
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalStateException("a spec's component must not have the type " + type);
        }
        if (plain.isArray()) {
            List<Object> values = new ArrayList<>();
            elements(node, plain.getComponentType(), key, values);
            Object array = Array.newInstance(plain.getComponentType(), values.size());
            for (int i = 0; i < values.size(); i++) {
                Array.set(array, i, values.get(i));
            }
            return array;
        }
        if (plain.isRecord()) {
            return bind(plain, mapping(node, key).fields(), node.place(), key);
        }
        // An enum whose constants have bodies is sealed too.
        if (plain.isSealed() && !plain.isEnum()) {
            return choice(node, plain, key);
        }
        return scalar(node, plain, key);
    }

    private void elements(SpecNode node, Type type, String key, List<Object> values) {
        if (!(node instanceof Items list)) {
            String remedy = node instanceof Scalar scalar ? "write [" + scalar.text() + "]" : "write its items in"
                    + " brackets";
            throw node.place().error(key + " must be a list; got " + node.described() + "; " + remedy);
        }
        for (int i = 0; i < list.items().size(); i++) {
            values.add(value(list.items().get(i), type, key + "[" + i + "]"));
        }
    }

    /** The node as a map, or the exception that says that it must be one. */
    static Mapping mapping(SpecNode node, String key) {
        if (node instanceof Mapping mapping) {
            return mapping;
        }
        throw node.place().error(key + " must be a map of keys and values; got " + node.described()
                + "; write it in braces or indented below the key");
    }

    private Object choice(SpecNode node, Class<?> type, String key) {
        Map<String, Class<?>> choices = new TreeMap<>();
        choices(type, choices);
        Map<String, Field> fields = Map.of();
        SpecNode chosen = node;
        if (node instanceof Mapping mapping) {
            fields = new LinkedHashMap<>(mapping.fields());
            Field kind = fields.remove(KIND);
            if (kind == null) {
                throw node.place().error(key + " must have a kind; got a map without; add kind: and one of "
                        + String.join(", ", choices.keySet()));
            }
            chosen = kind.value();
        }
        String word = word(chosen, key, choices.keySet());
        return bind(choices.get(word), fields, node.place(), key + " " + word);
    }

    /** The records of a sealed interface by the words for them. */
    static void choices(Class<?> sealed, Map<String, Class<?>> choices) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isRecord()) {
                choices.put(Words.of(permitted), permitted);
            } else if (permitted.isSealed()) {
                choices(permitted, choices);
            }
        }
    }

    /** The node as one of the known words. */
    static String word(SpecNode node, String key, Collection<String> known) {
        if (!(node instanceof Scalar scalar) || scalar.form() != Form.TEXT || !known.contains(scalar.text())) {
            String nearest = node instanceof Scalar scalar ? Words.nearest(scalar.text(), known) : null;
            String remedy = nearest == null ? "; write one of these words" : "; did you mean " + nearest + "?";
            throw node.place().error(key + " must be one of " + String.join(", ", known) + "; got "
                    + plainly(node) + remedy);
        }
        return scalar.text();
    }

    private static String plainly(SpecNode node) {
        return node instanceof Scalar scalar && scalar.form() == Form.TEXT ? scalar.text() : node.described();
    }

    private static Object scalar(SpecNode node, Class<?> type, String key) {
        if (type.isEnum()) {
            Map<String, Object> constants = new LinkedHashMap<>();
            for (Object constant : type.getEnumConstants()) {
                constants.put(Words.of((Enum<?>) constant), constant);
            }
            return constants.get(word(node, key, constants.keySet()));
        }
        if (node instanceof Scalar scalar) {
            if (type == String.class && scalar.form() == Form.TEXT) {
                return scalar.text();
            } else if ((type == boolean.class || type == Boolean.class) && scalar.form() == Form.TRUTH) {
                return Boolean.parseBoolean(scalar.text());
            } else if (scalar.form() == Form.WHOLE && isWhole(type)) {
                return whole(scalar, type, key);
            } else if ((scalar.form() == Form.WHOLE || scalar.form() == Form.DECIMAL) && isDecimal(type)) {
                return decimal(scalar, type, key);
            }
        }
        throw node.place().error(key + " must be " + expectation(type) + "; got " + node.described() + "; "
                + remedy(node, type));
    }

    private static Object whole(Scalar scalar, Class<?> type, String key) {
        boolean narrow = type == int.class || type == Integer.class;
        try {
            if (narrow) {
                return Integer.parseInt(scalar.text());
            }
            return Long.parseLong(scalar.text());
        } catch (NumberFormatException e) {
            throw scalar.place().error(key + " must be a whole number from "
                    + (narrow ? Integer.MIN_VALUE : Long.MIN_VALUE) + " to "
                    + (narrow ? Integer.MAX_VALUE : Long.MAX_VALUE)
                    + "; got " + scalar.text() + "; write one nearer to 0");
        }
    }

    private static Object decimal(Scalar scalar, Class<?> type, String key) {
        boolean narrow = type == float.class || type == Float.class;
        double value = narrow ? Float.parseFloat(scalar.text()) : Double.parseDouble(scalar.text());
        if (Double.isInfinite(value)) {
            throw scalar.place().error(key + " must be a number that a " + (narrow ? "float" : "double")
                    + " can hold; got " + scalar.text() + "; write one nearer to 0");
        }
        return narrow ? (Object) (float) value : (Object) value;
    }

    private static boolean isWhole(Class<?> type) {
        return type == int.class || type == Integer.class || type == long.class || type == Long.class;
    }

    private static boolean isDecimal(Class<?> type) {
        return type == double.class || type == Double.class || type == float.class || type == Float.class;
    }

    static boolean isNothing(SpecNode node) {
        return node instanceof Scalar scalar && scalar.form() == Form.NOTHING;
    }

    private static String expectation(Class<?> type) {
        if (isWhole(type)) {
            return "a whole number";
        } else if (isDecimal(type)) {
            return "a number";
        } else if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        } else if (type == String.class) {
            return "text";
        }
        throw new IllegalStateException("a spec's component must not have the type " + type.getName());
    }

    private static String remedy(SpecNode node, Class<?> type) {
        if (!(node instanceof Scalar scalar)) {
            return "write a single value";
        } else if (type == String.class) {
            return "write it in quotes";
        } else if (type == boolean.class || type == Boolean.class) {
            return "write one of the two, without quotes";
        } else if (scalar.form() == Form.DECIMAL) {
            return "write it without a fraction or exponent";
        }
        return scalar.text().matches("[-+0-9.eE]+") ? "write it in digits, without quotes or leading zeros"
                : "write it in digits";
    }
}
