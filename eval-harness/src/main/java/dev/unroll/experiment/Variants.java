package dev.unroll.experiment;

import dev.unroll.experiment.SpecNode.Field;
import dev.unroll.experiment.SpecNode.Form;
import dev.unroll.experiment.SpecNode.Items;
import dev.unroll.experiment.SpecNode.Mapping;
import dev.unroll.experiment.SpecNode.Scalar;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns an entry whose keys are varied into one entry per variant. A list for a key that takes one value is a grid of
 * its own; {@code sweep} says more. Every variant is named for what varies: {@code LSTM_hiddenSizes-64_dropout-0.1}.
 */
final class Variants {

    /** File systems take 255 bytes, and folders and file extensions come to these. */
    private static final int LONGEST_NAME = 120;

    private Variants() {
    }

    /**
     * The variants of an entry.
     *
     * @param name    of the entry, or its kind
     * @param record  that its keys are bound to
     * @param what    the entry is, for messages
     * @param further sweeps of keys of training that come from without; a key that the entry sets itself they leave
     */
    static List<Mapping> of(Mapping entry, String name, Class<? extends Record> record, String what,
            List<Sweep> further) {
        Map<String, Field> fields = new LinkedHashMap<>(entry.fields());
        Field own = fields.remove(Sweep.SWEEP);
        List<Sweep> sweeps = unlessOwn(further, entry);
        List<Axis> lists = lists(entry.fields(), record);
        if (!lists.isEmpty()) {
            sweeps.add(Sweep.grid(lists));
        }
        if (own != null) {
            sweeps.add(Sweep.of(own.value(), RecordBinder.keys(record), what));
        }
        if (sweeps.isEmpty()) {
            return List.of(entry);
        }
        requireOnce(sweeps);
        List<Map<Axis, SpecNode>> draws = List.of(Map.of());
        for (Sweep sweep : sweeps) {
            List<Map<Axis, SpecNode>> those = sweep.draws();
            if ((long) draws.size() * those.size() > Sweep.MOST) {
                throw Sweep.tooMany(sweep.axes().get(0));
            }
            List<Map<Axis, SpecNode>> more = new ArrayList<>();
            for (Map<Axis, SpecNode> draw : draws) {
                for (Map<Axis, SpecNode> its : those) {
                    Map<Axis, SpecNode> both = new LinkedHashMap<>(draw);
                    both.putAll(its);
                    more.add(both);
                }
            }
            draws = more;
        }
        Set<Axis> varying = varying(draws);
        List<Mapping> variants = new ArrayList<>();
        for (Map<Axis, SpecNode> draw : draws) {
            String variant = name(name, draw, varying, variants.size() + 1, draws.size());
            variants.add(variant(new Mapping(entry.place(), fields), draw, variant));
        }
        return variants;
    }

    private static List<Sweep> unlessOwn(List<Sweep> sweeps, Mapping entry) {
        Field train = entry.fields().get(TrainingKeys.TRAIN);
        Set<String> own = train != null && train.value() instanceof Mapping keys ? keys.fields().keySet() : Set.of();
        List<Sweep> left = new ArrayList<>();
        for (Sweep sweep : sweeps) {
            List<Axis> axes = sweep.axes().stream().filter(axis -> !own.contains(axis.key())).toList();
            if (!axes.isEmpty()) {
                left.add(new Sweep(sweep.method(), sweep.trials(), sweep.seed(), axes));
            }
        }
        return left;
    }

    /** The keys of a training that have lists of values. */
    static List<Axis> lists(Mapping train) {
        List<Axis> axes = new ArrayList<>();
        train.fields().forEach((key, field) -> {
            if (field.value() instanceof Items && TrainingKeys.NAMES.contains(key)) {
                axes.add(Axis.of(field.place(), key, true, field.value()));
            }
        });
        return axes;
    }

    private static List<Axis> lists(Map<String, Field> fields, Class<? extends Record> record) {
        List<Axis> axes = new ArrayList<>();
        Map<String, RecordComponent> components = RecordBinder.components(record);
        fields.forEach((key, field) -> {
            if (components.containsKey(key) && RecordSchema.isSingle(components.get(key))
                    && field.value() instanceof Items) {
                axes.add(Axis.of(field.place(), key, false, field.value()));
            } else if (key.equals(TrainingKeys.TRAIN) && field.value() instanceof Mapping train) {
                axes.addAll(lists(train));
            }
        });
        return axes;
    }

    private static void requireOnce(List<Sweep> sweeps) {
        Set<String> seen = new HashSet<>();
        for (Sweep sweep : sweeps) {
            for (Axis axis : sweep.axes()) {
                if (!seen.add((axis.train() ? "train." : "") + axis.key())) {
                    throw axis.place().error("a key must be varied in one place; got " + axis.key()
                            + " varied twice for the same entry; remove one");
                }
            }
        }
    }

    private static Set<Axis> varying(List<Map<Axis, SpecNode>> draws) {
        Map<Axis, Set<String>> values = new LinkedHashMap<>();
        for (Map<Axis, SpecNode> draw : draws) {
            draw.forEach((axis, value) -> values.computeIfAbsent(axis, key -> new HashSet<>()).add(YamlText.of(value)));
        }
        values.values().removeIf(different -> different.size() == 1);
        return values.keySet();
    }

    private static String name(String name, Map<Axis, SpecNode> draw, Set<Axis> varying, int number, int count) {
        String settings = draw.entrySet().stream().filter(entry -> varying.contains(entry.getKey()))
                .map(entry -> "_" + entry.getKey().key() + "-" + word(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining()).replaceAll("[^A-Za-z0-9._-]", "-");
        if (name.length() + settings.length() <= LONGEST_NAME) {
            return name + settings;
        }
        String digits = Integer.toString(number);
        return name + "_variant-" + "0".repeat(Integer.toString(count).length() - digits.length()) + digits;
    }

    /** A value in a name. */
    private static String word(SpecNode value, Axis axis) {
        if (value instanceof Scalar scalar) {
            return scalar.form() == Form.NOTHING ? "none" : scalar.text();
        } else if (value instanceof Items items) {
            return items.items().stream().map(item -> word(item, axis)).collect(Collectors.joining("-"));
        }
        return ((Mapping) value).fields().values().stream().map(field -> word(field.value(), axis))
                .collect(Collectors.joining("-"));
    }

    private static Mapping variant(Mapping entry, Map<Axis, SpecNode> draw, String name) {
        Map<String, Field> fields = new LinkedHashMap<>(entry.fields());
        fields.put(EntryReader.NAME, new Field(entry.place(), new Scalar(entry.place(), Form.TEXT, name)));
        Map<String, Field> train = new LinkedHashMap<>();
        draw.forEach((axis, value) -> (axis.train() ? train : fields).put(axis.key(), new Field(axis.place(), value)));
        Mapping variant = new Mapping(entry.place(), fields);
        if (train.isEmpty()) {
            return variant;
        }
        Field before = fields.get(TrainingKeys.TRAIN);
        Place place = before == null ? entry.place() : before.place();
        return Composition.merge(variant, new Mapping(entry.place(),
                Map.of(TrainingKeys.TRAIN, new Field(place, new Mapping(place, train)))), "");
    }
}
