package dev.unroll.experiment;

import dev.unroll.experiment.AblationSpec.Variant;
import dev.unroll.experiment.SpecNode.Field;
import dev.unroll.experiment.SpecNode.Form;
import dev.unroll.experiment.SpecNode.Items;
import dev.unroll.experiment.SpecNode.Mapping;
import dev.unroll.experiment.SpecNode.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes the variants of a model that an ablation study asks for:
 *
 * <pre>
 * ablate:
 *   base: LSTM                       # one of models
 *   changes:
 *     NFG: {forgetGate: false}
 *     NOAF: {outputActivation: identity}
 *     slow: {train: {learningRate: 0.0003}}
 *   design: [single, pairs]          # single unless given; also leave-one-in
 *   except: [[NFG, slow]]            # changes that are never made together
 * </pre>
 *
 * <p>{@code single} makes each change by itself, which leaves one thing out of the base; {@code leave-one-in} makes all
 * changes but one; {@code pairs} makes every two. Variants follow the base in the list of models and are called
 * {@code LSTM_NFG}, {@code LSTM_NFG_NOAF} and {@code LSTM_all-but-NFG}.
 */
final class Ablation {

    static final String ABLATE = "ablate";
    static final List<String> KEYS = List.of("base", "changes", "design", "except");

    /** Which changes are made together. */
    enum Design {
        SINGLE, LEAVE_ONE_IN, PAIRS
    }

    private final Mapping base;
    private final String baseName;
    private final Map<String, Field> changes;
    private final List<Set<String>> except;
    private final List<SpecNode> models = new ArrayList<>();
    private final List<Variant> variants = new ArrayList<>();
    private final Set<Set<String>> made = new HashSet<>();

    private Ablation(Mapping base, String baseName, Map<String, Field> changes, List<Set<String>> except) {
        this.base = base;
        this.baseName = baseName;
        this.changes = changes;
        this.except = except;
    }

    /** The experiment's models with the variants among them. */
    record Ablated(Items models, AblationSpec spec) {
    }

    /**
     * Reads an {@code ablate}.
     *
     * @param models the experiment's, as written
     * @param sweeps that all models are varied by
     */
    static Ablated of(SpecNode node, Items models, List<Sweep> sweeps) {
        Mapping mapping = RecordBinder.mapping(node, ABLATE);
        RecordBinder.requireKnownKeys(mapping.fields(), KEYS, ABLATE);
        int index = base(mapping, models);
        Mapping base = (Mapping) models.items().get(index);
        requireNotVaried(base, sweeps, mapping.fields().get("base").place());
        Map<String, Field> changes = changes(mapping);
        Ablation ablation = new Ablation(base, name(base), changes, except(mapping.fields().get("except"), changes));
        designs(mapping.fields().get("design")).forEach(ablation::make);
        if (ablation.variants.isEmpty()) {
            throw mapping.place().error("ablate must come to at least one variant; got none that except leaves; take"
                    + " something out of except, or choose design single");
        }
        List<SpecNode> all = new ArrayList<>(models.items());
        all.addAll(index + 1, ablation.models);
        return new Ablated(new Items(models.place(), all), new AblationSpec(ablation.baseName, ablation.variants));
    }

    private static int base(Mapping mapping, Items models) {
        List<String> names = models.items().stream().map(Ablation::name).toList();
        Field field = mapping.fields().get("base");
        if (field == null) {
            throw mapping.place().error("ablate must name its base; got none; add base: and one of "
                    + String.join(", ", names));
        }
        String base = field.value() instanceof Scalar scalar ? scalar.text() : field.value().described();
        if (!names.contains(base)) {
            throw field.place().error("base must name one of the models; got " + base + "; "
                    + Words.hint(base, names, "models"));
        }
        return names.indexOf(base);
    }

    private static String name(SpecNode model) {
        Map<String, Field> fields = model instanceof Mapping mapping ? mapping.fields() : Map.of();
        Field named = fields.getOrDefault(EntryReader.NAME, fields.get(RecordBinder.KIND));
        return named != null && named.value() instanceof Scalar scalar ? scalar.text() : "";
    }

    private static void requireNotVaried(Mapping base, List<Sweep> sweeps, Place place) {
        if (base.fields().containsKey(Sweep.SWEEP) || !sweeps.isEmpty()) {
            throw place.error("the base of an ablation must be one model; got " + name(base) + ", which "
                    + (sweeps.isEmpty() ? "has a sweep" : "a sweep of all models varies")
                    + "; remove the sweep, or put what it varies among the changes");
        }
    }

    private static Map<String, Field> changes(Mapping mapping) {
        Field field = mapping.fields().get("changes");
        if (field == null || !(field.value() instanceof Mapping changes) || changes.fields().isEmpty()) {
            throw (field == null ? mapping.place() : field.place()).error("changes must be a map of at least one named"
                    + " change; got " + (field == null ? "none" : field.value() instanceof Mapping ? "an empty map"
                            : field.value().described())
                    + "; write changes: {small: {hiddenSizes: [16]}}");
        }
        changes.fields().forEach((name, change) -> {
            Names.read(new Scalar(change.place(), Form.TEXT, name), "the name of a change");
            Mapping keys = RecordBinder.mapping(change.value(), "change " + name);
            for (String key : List.of(EntryReader.NAME, RecordBinder.KIND, Sweep.SWEEP)) {
                if (keys.fields().containsKey(key)) {
                    throw keys.fields().get(key).place().error("a change must leave " + key
                            + " alone; got it in change " + name + "; " + (key.equals(Sweep.SWEEP) ? "name a change for each value"
                                    : "add a model of its own to models"));
                }
            }
        });
        return changes.fields();
    }

    private static List<Design> designs(Field field) {
        if (field == null) {
            return List.of(Design.SINGLE);
        }
        List<SpecNode> words = field.value() instanceof Items items ? items.items() : List.of(field.value());
        if (words.isEmpty()) {
            throw field.place().error("design must be one or more of single, leave-one-in, pairs; got an empty list;"
                    + " leave it out for single");
        }
        return words.stream().map(word -> (Design) RecordBinder.PLAIN.value(word, Design.class, "design")).distinct()
                .toList();
    }

    private static List<Set<String>> except(Field field, Map<String, Field> changes) {
        List<Set<String>> except = new ArrayList<>();
        if (field == null) {
            return except;
        }
        List<SpecNode> groups = field.value() instanceof Items items ? items.items() : List.of(field.value());
        for (SpecNode group : groups) {
            if (!(group instanceof Items names) || names.items().size() < 2) {
                throw group.place().error("except must be a list of lists of changes, two or more in each; got "
                        + group.described() + "; write except: [[a, b]]");
            }
            Set<String> together = new LinkedHashSet<>();
            for (SpecNode name : names.items()) {
                String word = name instanceof Scalar scalar ? scalar.text() : name.described();
                if (!changes.containsKey(word)) {
                    throw name.place().error("except must name changes; got " + word + "; "
                            + Words.hint(word, changes.keySet(), "changes"));
                }
                together.add(word);
            }
            except.add(together);
        }
        return except;
    }

    private void make(Design design) {
        List<String> names = List.copyOf(changes.keySet());
        for (int i = 0; i < names.size(); i++) {
            switch (design) {
                case SINGLE -> add(names.get(i), List.of(names.get(i)));
                case LEAVE_ONE_IN -> {
                    List<String> others = new ArrayList<>(names);
                    others.remove(i);
                    add("all-but-" + names.get(i), others);
                }
                case PAIRS -> {
                    for (int j = i + 1; j < names.size(); j++) {
                        add(names.get(i) + "_" + names.get(j), List.of(names.get(i), names.get(j)));
                    }
                }
            }
        }
    }

    private void add(String suffix, List<String> together) {
        Set<String> set = new HashSet<>(together);
        if (together.isEmpty() || except.stream().anyMatch(set::containsAll) || !made.add(set)) {
            return;
        }
        String name = baseName + "_" + suffix;
        Map<String, Field> fields = new LinkedHashMap<>(base.fields());
        fields.put(EntryReader.NAME, new Field(base.place(), new Scalar(base.place(), Form.TEXT, name)));
        Mapping variant = new Mapping(base.place(), fields);
        Map<String, String> changedBy = new LinkedHashMap<>();
        for (String change : together) {
            Mapping keys = (Mapping) changes.get(change).value();
            for (String key : keys(keys)) {
                String other = changedBy.put(key, change);
                if (other != null) {
                    throw changes.get(change).place().error("changes that are made together must change different keys;"
                            + " got " + key + " changed by " + other + " and by " + change + "; add [" + other + ", "
                            + change + "] to except");
                }
            }
            variant = Composition.merge(variant, keys, "");
        }
        models.add(new Mapping(changes.get(together.get(0)).place(), variant.fields()));
        variants.add(new Variant(name, together));
    }

    private static List<String> keys(Mapping change) {
        return change.fields().entrySet().stream().flatMap(entry ->
                entry.getKey().equals(TrainingKeys.TRAIN) && entry.getValue().value() instanceof Mapping train
                        ? train.fields().keySet().stream().map(key -> TrainingKeys.TRAIN + "." + key)
                        : List.of(entry.getKey()).stream()).collect(Collectors.toList());
    }
}
