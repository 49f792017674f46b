package dev.unroll.testing;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** Specs as experiments write them: some components by name, the others left out. */
public final class Specs {

    private Specs() {
    }

    /** @param namesAndValues name, value, name, value and so on */
    public static <S extends Record> S of(Class<S> type, Object... namesAndValues) {
        RecordComponent[] components = type.getRecordComponents();
        List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
        Object[] values = new Object[components.length];
        for (int i = 0; i < namesAndValues.length; i += 2) {
            int index = names.indexOf((String) namesAndValues[i]);
            if (index < 0) {
                throw new IllegalArgumentException(namesAndValues[i] + " is none of " + names);
            }
            values[index] = namesAndValues[i + 1];
        }
        try {
            Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<S> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
