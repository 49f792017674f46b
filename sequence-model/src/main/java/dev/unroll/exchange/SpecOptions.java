package dev.unroll.exchange;

import dev.unroll.model.ModelEngine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Which options of a model another framework's module has. What it was not asked about, it does not have. */
public final class SpecOptions {

    private SpecOptions() {
    }

    /**
     * Refuses every option that is not as in {@code plain}, unless it is one of {@code known}; a record within a spec
     * holds options as the spec does.
     *
     * @param module the other framework's, as the message names it: {@code PyTorch's nn.LSTM}
     * @param plain  the module's function
     * @param known  names of options that the module has too, or that do not change what a trained model computes
     */
    public static void requirePlain(String module, Record spec, Record plain, Set<String> known) {
        for (RecordComponent component : spec.getClass().getRecordComponents()) {
            if (component.getType() == ModelEngine.class) {
                // Who computes a model changes nothing of what it is.
                continue;
            }
            Object expected = value(component, plain);
            Object received = value(component, spec);
            if (expected instanceof Record plainPart && received instanceof Record part) {
                requirePlain(module, part, plainPart, known);
            } else if (!known.contains(component.getName()) && !Objects.equals(expected, received)) {
                throw new LayoutException(component.getName() + " must be "
                        + (expected == null ? "left out" : word(expected)) + " for " + module
                        + ", which has nothing else; got " + word(received));
            }
        }
    }

    /** Refuses an option that is none of {@code values}. */
    public static void requireOneOf(String module, String option, Object received, Object... values) {
        StringBuilder words = new StringBuilder();
        for (Object value : values) {
            if (value.equals(received)) {
                return;
            }
            words.append(words.isEmpty() ? "" : " or ").append(word(value));
        }
        throw new LayoutException(option + " must be " + words + " for " + module + ", which has nothing else; got "
                + word(received));
    }

    /** These names and more. */
    public static Set<String> union(Set<String> names, String... more) {
        Set<String> union = new HashSet<>(names);
        union.addAll(Arrays.asList(more));
        return union;
    }

    /** A value as experiments write it. */
    public static String word(Object value) {
        return value instanceof Enum<?> constant
                ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
                : String.valueOf(value);
    }

    private static Object value(RecordComponent component, Record spec) {
        try {
            return component.getAccessor().invoke(spec);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("accessors of a public record can be called", e);
        }
    }
}
