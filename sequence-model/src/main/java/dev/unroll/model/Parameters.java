package dev.unroll.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** The parameters of a model in a fixed order, found by name. */
public final class Parameters implements Iterable<Parameter> {

    private final Map<String, Parameter> byName = new LinkedHashMap<>();
    private final List<Parameter> list;

    public Parameters(List<Parameter> parameters) {
        for (Parameter parameter : parameters) {
            if (byName.put(parameter.name(), parameter) != null) {
                throw new IllegalArgumentException("parameter names must be unique; got " + parameter.name() + " twice");
            }
        }
        list = List.copyOf(parameters);
    }

    /** The parameter of that name, or {@link NoSuchElementException}. */
    public Parameter get(String name) {
        Parameter parameter = byName.get(name);
        if (parameter == null) {
            throw new NoSuchElementException("no parameter " + name + "; there are " + byName.keySet());
        }
        return parameter;
    }

    public List<Parameter> list() {
        return list;
    }

    @Override
    public Iterator<Parameter> iterator() {
        return list.iterator();
    }

    /** Number of values over all parameters. */
    public long count() {
        long count = 0;
        for (Parameter parameter : list) {
            count += parameter.size();
        }
        return count;
    }

    /** Sets every gradient to zero. */
    public void clearGradients() {
        for (int i = 0; i < list.size(); i++) {
            Arrays.fill(list.get(i).gradient(), 0f);
        }
    }

    /** A copy of all values, in order; {@link #restore} takes it back. */
    public List<float[]> snapshot() {
        List<float[]> values = new ArrayList<>(list.size());
        for (Parameter parameter : list) {
            values.add(parameter.value().clone());
        }
        return values;
    }

    /** Overwrites all values with those of an earlier {@link #snapshot}. */
    public void restore(List<float[]> snapshot) {
        for (int i = 0; i < list.size(); i++) {
            float[] value = list.get(i).value();
            System.arraycopy(snapshot.get(i), 0, value, 0, value.length);
        }
    }
}
