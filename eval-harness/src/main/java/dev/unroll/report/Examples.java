package dev.unroll.report;

import dev.unroll.dataset.SequenceDataset;
import dev.unroll.dataset.TargetUnits;
import dev.unroll.model.SequenceBatch;
import java.util.StringJoiner;

/** Single examples in words. */
public final class Examples {

    private static final int MOST_VALUES = 8;
    private static final int DIGITS = 5;

    private Examples() {
    }

    /** The target of a batch of one sequence: its class, or its values in the data's own units. */
    public static String target(SequenceDataset data, SequenceBatch example) {
        if (data.target().classification()) {
            return Symbols.shown(name(data, example.classes()[0]));
        }
        TargetUnits units = data.units().orElse(null);
        StringJoiner values = new StringJoiner(", ");
        for (int k = 0; k < Math.min(MOST_VALUES, example.values().length); k++) {
            double value = example.values()[k];
            values.add(Numbers.significant(units == null ? value : units.toOriginal(k, example.values()[k]), DIGITS));
        }
        return values + (example.values().length > MOST_VALUES ? ", …" : "")
                + (units == null || units.unit().isEmpty() ? "" : " " + units.unit());
    }

    /** The classes of a batch of one sequence, step after step, repetitions counted: {@code none ×29, event ×3}. */
    public static String classRuns(SequenceDataset data, SequenceBatch example) {
        StringJoiner runs = new StringJoiner(", ");
        int steps = example.lengths()[0];
        for (int t = 0; t < steps;) {
            int end = t;
            while (end < steps && label(data, example, end).equals(label(data, example, t))) {
                end++;
            }
            runs.add(label(data, example, t) + (end - t > 1 ? " ×" + (end - t) : ""));
            t = end;
        }
        return runs.toString();
    }

    private static String label(SequenceDataset data, SequenceBatch example, int step) {
        boolean asked = example.weights() == null || example.weights()[step] > 0;
        return asked ? Symbols.shown(name(data, example.classes()[step])) : "–";
    }

    private static String name(SequenceDataset data, int k) {
        return data.classNames().isEmpty() ? Integer.toString(k) : data.classNames().get(k);
    }
}
