package dev.unroll.experiment;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns records into maps and lists of plain values, in declared order: the inverse of {@link RecordBinder}. */
final class RecordTree {

    private RecordTree() {
    }

    /** Component names with values; nothing is left out, so that what was chosen for the user shows. */
    static Map<String, Object> of(Record record) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = get(component, record);
            if (RecordBinder.isUnwrapped(component)) {
                tree.putAll(of((Record) value));
            } else {
                tree.put(component.getName(), plain(value, component.getType()));
            }
        }
        return tree;
    }

    private static Object get(RecordComponent component, Record record) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(record.getClass().getName() + "." + component.getName() + " cannot be"
                    + " read", e);
        }
    }

    private static Object plain(Object value, Class<?> declared) {
        if (value instanceof Record record) {
            Map<String, Object> tree = new LinkedHashMap<>();
            if (declared.isSealed()) {
                tree.put(RecordBinder.KIND, Words.of(record.getClass()));
            }
            tree.putAll(of(record));
            return tree;
        } else if (value instanceof Enum<?> constant) {
            return Words.of(constant);
        } else if (value instanceof List<?> list) {
            List<Object> tree = new ArrayList<>();
            for (Object item : list) {
                tree.add(plain(item, Object.class));
            }
            return tree;
        } else if (value != null && value.getClass().isArray()) {
            List<Object> tree = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                tree.add(plain(Array.get(value, i), value.getClass().getComponentType()));
            }
            return tree;
        }
        return value;
    }
}
