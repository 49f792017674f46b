package dev.unroll.experiment;

import dev.unroll.dataset.DatasetSpec;
import dev.unroll.experiment.ExperimentSpec.DatasetEntry;
import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.SpecNode.Field;
import dev.unroll.experiment.SpecNode.Items;
import dev.unroll.experiment.SpecNode.Mapping;
import dev.unroll.json.CanonicalJson;
import dev.unroll.model.ModelSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An experiment as JSON with every default filled in, in one canonical form, and that form's hash: two experiments are
 * the same if and only if their hashes are.
 *
 * @param json keys in the order of the records' components
 * @param hash SHA-256 of {@code json}, in hexadecimal
 */
public record ResolvedSpec(String json, String hash) {

    public static ResolvedSpec of(ExperimentSpec spec) {
        String json = CanonicalJson.write(RecordTree.of(spec));
        return new ResolvedSpec(json, CanonicalJson.sha256(json));
    }

    /** A spec's parameters with every default, as they stand in the canonical form. */
    public static Map<String, Object> parameters(Record spec) {
        return RecordTree.of(spec);
    }

    /**
     * The experiment that a {@code resolved.json} describes.
     *
     * @throws SpecException if it cannot be read
     */
    public static ExperimentSpec read(Path file, Kinds kinds) {
        return parse(file.toString(), SpecReader.text(file), kinds);
    }

    /** The experiment that such a text describes; messages call it {@code file}. */
    static ExperimentSpec parse(String file, String json, Kinds kinds) {
        Mapping root = YamlTree.parse(file, json);
        List<DatasetEntry> datasets = new ArrayList<>();
        for (SpecNode item : SpecReader.items(root, "datasets", "[...]").items()) {
            Mapping entry = RecordBinder.mapping(item, "a dataset");
            Record spec = bind(entry, kinds.datasetReader());
            datasets.add(new DatasetEntry(text(entry, "name"), text(entry, "kind"), (DatasetSpec) spec));
        }
        List<ModelEntry> models = new ArrayList<>();
        for (SpecNode item : SpecReader.items(root, "models", "[...]").items()) {
            Mapping entry = RecordBinder.mapping(item, "a model");
            Items training = SpecReader.items(entry, "training", "[...]");
            List<TrainingSpec> trainings = new ArrayList<>();
            for (SpecNode one : training.items()) {
                trainings.add((TrainingSpec) RecordBinder.value(one, TrainingSpec.class, "training"));
            }
            Record spec = bind(entry, kinds.modelReader());
            models.add(new ModelEntry(text(entry, "name"), text(entry, "kind"), (ModelSpec) spec, trainings));
        }
        List<Long> seeds = new ArrayList<>();
        for (SpecNode item : SpecReader.items(root, "seeds", "[...]").items()) {
            seeds.add((Long) RecordBinder.value(item, Long.class, "seeds"));
        }
        long dataSeed = (Long) RecordBinder.value(SpecReader.required(root, "dataSeed", "1"), Long.class, "dataSeed");
        return new ExperimentSpec(text(root, "name"), text(root, "description"), datasets, models, seeds, dataSeed);
    }

    private static Record bind(Mapping entry, EntryReader reader) {
        String kind = reader.kind(entry.place(), entry.fields().get("kind"));
        SpecNode spec = SpecReader.required(entry, "spec", "{...}");
        Map<String, Field> fields = RecordBinder.mapping(spec, "spec").fields();
        return reader.bind(kind, fields, spec.place());
    }

    private static String text(Mapping mapping, String key) {
        return (String) RecordBinder.value(SpecReader.required(mapping, key, "..."), String.class, key);
    }
}
