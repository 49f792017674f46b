package dev.unroll.experiment;

import dev.unroll.experiment.SpecNode.Field;
import dev.unroll.experiment.SpecNode.Mapping;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keys that are varied together, and how their values are combined:
 *
 * <pre>
 * sweep:
 *   method: random           # or grid (default), paired, latin-hypercube
 *   trials: 20
 *   over: {hiddenSizes: [[32], [64]], train: {learningRate: {from: 0.0001, to: 0.01, scale: log}}}
 * </pre>
 *
 * <p>{@code grid} is every combination; {@code paired} the first value of every key, then the second, and so on;
 * {@code random} draws each key by itself (Bergstra &amp; Bengio 2012, "Random search for hyper-parameter
 * optimization"); {@code latin-hypercube} cuts each key's range into as many parts as there are trials and draws once
 * from each (McKay, Beckman &amp; Conover 1979). Each key has random numbers of its own, so that adding one moves no
 * other.
 */
record Sweep(Method method, int trials, long seed, List<Axis> axes) {

    static final String SWEEP = "sweep";
    static final String OVER = "over";
    private static final List<String> KEYS = List.of("method", "trials", "seed", OVER);
    /** Variants that one entry may become. */
    static final int MOST = 10_000;

    enum Method {
        GRID, PAIRED, RANDOM, LATIN_HYPERCUBE;

        boolean draws() {
            return this == RANDOM || this == LATIN_HYPERCUBE;
        }
    }

    /** Every combination of these. */
    static Sweep grid(List<Axis> axes) {
        return new Sweep(Method.GRID, 0, 0, axes);
    }

    /**
     * Reads a {@code sweep}.
     *
     * @param keys that may be varied beside those of {@code train}
     * @param what has these keys, for messages
     */
    static Sweep of(SpecNode node, Collection<String> keys, String what) {
        Mapping mapping = RecordBinder.mapping(node, SWEEP);
        Map<String, Field> fields = mapping.fields();
        RecordBinder.requireKnownKeys(fields, KEYS, SWEEP);
        Method method = fields.containsKey("method") ? method(fields.get("method").value()) : Method.GRID;
        Field over = fields.get(OVER);
        if (over == null) {
            throw mapping.place().error("sweep must say over which keys; got none; add over: with a list or a range of"
                    + " values for each");
        }
        List<Axis> axes = axes(over, keys, what);
        Field seed = fields.get("seed");
        Sweep sweep = new Sweep(method, trials(mapping, method),
                seed == null ? 1 : (Long) RecordBinder.PLAIN.value(seed.value(), Long.class, "seed"), axes);
        if (method == Method.PAIRED) {
            sweep.requireSameCounts();
        }
        return sweep;
    }

    private static Method method(SpecNode node) {
        if (node instanceof SpecNode.Scalar scalar && scalar.text().equals("halving")) {
            throw node.place().error("method must be one of grid, paired, random, latin-hypercube in a sweep; got"
                    + " halving, which chooses by validation as it goes; put it under tune");
        }
        return (Method) RecordBinder.PLAIN.value(node, Method.class, "method");
    }

    private static int trials(Mapping mapping, Method method) {
        Field field = mapping.fields().get("trials");
        if (field == null && method.draws()) {
            throw mapping.place().error("trials must be given for method " + Words.of(method)
                    + "; got nothing; add trials: 20");
        }
        if (field != null && !method.draws()) {
            throw field.place().error("trials must be left out for method " + Words.of(method)
                    + ", where the values decide how many there are; got "
                    + ((SpecNode) field.value()).described() + "; remove it or choose method random");
        }
        if (field == null) {
            return 0;
        }
        Integer trials = (Integer) RecordBinder.PLAIN.value(field.value(), Integer.class, "trials");
        if (trials < 1 || trials > MOST) {
            throw field.place().error("trials must be from 1 to " + MOST + "; got " + trials + "; change it");
        }
        return trials;
    }

    /** The keys of an {@code over}, in the order of the file. */
    static List<Axis> axes(Field over, Collection<String> keys, String what) {
        List<Axis> axes = new ArrayList<>();
        Mapping mapping = RecordBinder.mapping(over.value(), OVER);
        List<String> known = new ArrayList<>(keys);
        known.add(TrainingKeys.TRAIN);
        RecordBinder.requireKnownKeys(mapping.fields(), known, "over for " + what);
        mapping.fields().forEach((key, field) -> {
            if (key.equals(TrainingKeys.TRAIN)) {
                Mapping train = RecordBinder.mapping(field.value(), "train in over");
                RecordBinder.requireKnownKeys(train.fields(), TrainingKeys.NAMES, TrainingKeys.TRAIN);
                train.fields().forEach((name, its) -> axes.add(Axis.of(its.place(), name, true, its.value())));
            } else {
                axes.add(Axis.of(field.place(), key, false, field.value()));
            }
        });
        if (axes.isEmpty()) {
            throw over.place().error("over must name at least one key; got none; write for example over: {train:"
                    + " {learningRate: [0.001, 0.01]}}");
        }
        return axes;
    }

    private void requireSameCounts() {
        int first = axes.get(0).all().size();
        for (Axis axis : axes) {
            if (axis.all().size() != first) {
                throw axis.place().error("paired keys must have as many values each; got " + first + " of "
                        + axes.get(0).key() + " and " + axis.all().size() + " of " + axis.key()
                        + "; add or remove some, or choose method grid");
            }
        }
    }

    /** The values of all keys, once for each variant; no two alike. */
    List<Map<Axis, SpecNode>> draws() {
        List<Map<Axis, SpecNode>> draws = switch (method) {
            case GRID -> combinations();
            case PAIRED -> pairs();
            case RANDOM, LATIN_HYPERCUBE -> drawn();
        };
        Map<String, Map<Axis, SpecNode>> different = new LinkedHashMap<>();
        draws.forEach(draw -> different.putIfAbsent(YamlText.of(draw), draw));
        return List.copyOf(different.values());
    }

    private List<Map<Axis, SpecNode>> combinations() {
        List<Map<Axis, SpecNode>> draws = List.of(Map.of());
        for (Axis axis : axes) {
            List<Map<Axis, SpecNode>> more = new ArrayList<>();
            for (Map<Axis, SpecNode> draw : draws) {
                for (SpecNode value : axis.all()) {
                    Map<Axis, SpecNode> with = new LinkedHashMap<>(draw);
                    with.put(axis, value);
                    more.add(with);
                }
            }
            if (more.size() > MOST) {
                throw tooMany(axis);
            }
            draws = more;
        }
        return draws;
    }

    /** @param axis whose values were too many, with those of others */
    static SpecException tooMany(Axis axis) {
        return axis.place().error("a sweep must come to at most " + MOST + " variants; got more with " + axis.key()
                + "; take fewer values, or method random");
    }

    private List<Map<Axis, SpecNode>> pairs() {
        List<Map<Axis, SpecNode>> draws = new ArrayList<>();
        for (int i = 0; i < axes.get(0).all().size(); i++) {
            Map<Axis, SpecNode> draw = new LinkedHashMap<>();
            for (Axis axis : axes) {
                draw.put(axis, axis.all().get(i));
            }
            draws.add(draw);
        }
        return draws;
    }

    private List<Map<Axis, SpecNode>> drawn() {
        Randomness randomness = Randomness.of(seed, Purpose.SEARCH);
        List<Map<Axis, SpecNode>> draws = new ArrayList<>();
        for (int i = 0; i < trials; i++) {
            draws.add(new LinkedHashMap<>());
        }
        for (Axis axis : axes) {
            Randomness own = randomness.derive((axis.train() ? "train." : "") + axis.key());
            int[] parts = method == Method.RANDOM ? null : own.derive("parts").stream().permutation(trials);
            for (int i = 0; i < trials; i++) {
                double share = own.derive(i).stream().nextDouble();
                // A share of exactly 1 could come of rounding.
                double of = parts == null ? share : Math.min(Math.nextDown(1.0), (parts[i] + share) / trials);
                draws.get(i).put(axis, axis.at(of));
            }
        }
        return draws;
    }
}
