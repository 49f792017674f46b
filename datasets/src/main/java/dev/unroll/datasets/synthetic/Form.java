package dev.unroll.datasets.synthetic;

import dev.unroll.dataset.InputUnits;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Input;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.model.Task.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What all examples of a generated task have in common.
 *
 * @param inputNames names of the features, or of the symbols for tokens
 * @param classNames names of the classes; empty for values
 * @param steps      steps that every sequence has; 0 if lengths vary
 */
public record Form(Input input, List<String> inputNames, Target target, List<String> classNames, int steps) {

    /** A class per sequence, or per step, from symbols. */
    public static Form tokens(List<String> symbols, TargetKind kind, List<String> classes, int steps) {
        return new Form(new Tokens(symbols.size()), List.copyOf(symbols), new Target(kind, classes.size()),
                List.copyOf(classes), steps);
    }

    /** A class per sequence from real numbers. */
    public static Form features(List<String> features, List<String> classes, int steps) {
        return new Form(new Features(features.size()), List.copyOf(features),
                new Target(TargetKind.CLASS, classes.size()), List.copyOf(classes), steps);
    }

    /** A vector of values per sequence from real numbers. */
    public static Form values(List<String> features, int size, int steps) {
        return new Form(new Features(features.size()), List.copyOf(features), new Target(TargetKind.VALUE, size),
                List.of(), steps);
    }

    /** {@code prefix0 … prefix(n-1)}, and then these. */
    public static List<String> numbered(String prefix, int n, String... more) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            names.add(prefix + i);
        }
        names.addAll(List.of(more));
        return names;
    }

    InputUnits inputUnits() {
        if (input instanceof Tokens) {
            return new InputUnits(inputNames, new double[0], new double[0], steps);
        }
        double[] ones = new double[inputNames.size()];
        Arrays.fill(ones, 1);
        return new InputUnits(inputNames, ones, new double[ones.length], steps);
    }
}
