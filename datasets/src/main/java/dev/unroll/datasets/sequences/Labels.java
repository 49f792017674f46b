package dev.unroll.datasets.sequences;

import dev.unroll.dataset.DataException;
import dev.unroll.datasets.split.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The labels of one's own examples while they are read: classes by name, or values. */
public final class Labels {

    private final boolean asValues;
    private final String unit;
    private final List<String> classes = new ArrayList<>();
    private final List<double[]> values = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();

    /**
     * @param target {@code class} or {@code value}
     * @param unit   of values
     */
    public Labels(String target, String unit) {
        this.asValues = target.equals("value");
        this.unit = unit;
    }

    /** Whether labels are numbers to be estimated. */
    public boolean asValues() {
        return asValues;
    }

    /** Adds a class. */
    public void add(String label) {
        classes.add(label);
    }

    /** Adds a value. */
    public void add(double[] value) {
        values.add(value);
    }

    /** Adds the group of an example. */
    public void addGroup(String group) {
        groups.add(group);
    }

    /** Number of examples. */
    public int size() {
        return asValues ? values.size() : classes.size();
    }

    /** {@code [n]} numbers of the groups, or {@code null} if there are none. */
    public int[] groups() {
        return groups.isEmpty() ? null : Split.numbered(groups, groups.size());
    }

    /**
     * The labels as targets; classes are numbered in the order of their names, whole numbers by size.
     *
     * @throws DataException if classes are fewer than two, or values have no number or different numbers of them
     */
    public Targets targets(String source) {
        if (asValues) {
            int width = values.get(0).length;
            for (double[] value : values) {
                if (value.length != width || width == 0) {
                    throw new DataException(source + " must have the same number of values for every example, at least "
                            + "one; got " + width + " and " + value.length + "; complete them");
                }
            }
            return new Targets.Values(values.toArray(new double[0][]), unit);
        }
        List<String> names = names(classes);
        if (names.size() < 2) {
            throw new DataException(source + " must have at least two classes; got only " + names
                    + "; name another label, or write target: value");
        }
        Map<String, Integer> numbers = new HashMap<>();
        names.forEach(name -> numbers.put(name, numbers.size()));
        return new Targets.Classes(classes.stream().mapToInt(numbers::get).toArray(), names);
    }

    /** The classes of targets, or {@code null} if they are values. */
    public static int[] classesOf(Targets targets) {
        return targets instanceof Targets.Classes labels ? labels.classes() : null;
    }

    private static List<String> names(List<String> labels) {
        boolean whole = labels.stream().allMatch(label -> label.matches("[+-]?\\d{1,9}"));
        TreeSet<String> names = whole
                ? new TreeSet<>(Comparator.<String>comparingInt(Integer::parseInt)
                        .thenComparing(Comparator.naturalOrder())) : new TreeSet<>();
        names.addAll(labels);
        return List.copyOf(names);
    }
}
