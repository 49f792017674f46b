package dev.unroll.experiment;

import dev.unroll.json.CanonicalJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema (draft 7, which editors know best) of the files that {@link SpecReader} reads, with every kind of
 * dataset and model that there is. It accepts whatever can be run; what depends on several keys at once, only the
 * reader refuses.
 */
public final class ExperimentSchema {

    private final Map<String, Object> definitions = new LinkedHashMap<>();

    private ExperimentSchema() {
    }

    /** The schema in canonical form, generated from the kinds' records. */
    public static String json(Kinds kinds) {
        return CanonicalJson.write(new ExperimentSchema().of(kinds));
    }

    private Map<String, Object> of(Kinds kinds) {
        RecordSchema training = new RecordSchema(TrainingSpec.class);
        define("train", RecordSchema.object(training.varied(), List.of()),
                "How models are trained. A dataset's train overrides the experiment's key by key, a model's both.");
        define("values", SweepSchema.values(), "The values of a key that is varied: a list, or a range of numbers.");
        define("train-values", SweepSchema.train(), "Keys of training that are varied.");
        Map<String, String> datasets = new LinkedHashMap<>();
        kinds.datasets().forEach((kind, factory) -> datasets.put(kind, factory.description()));
        Map<String, String> models = new LinkedHashMap<>();
        kinds.models().forEach((kind, factory) -> models.put(kind, factory.description()));

        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("version", described(Map.of("const", ExperimentSpec.VERSION),
                "Of the form of this file; " + ExperimentSpec.VERSION + " unless given."));
        properties.put(Composition.EXTENDS, described(Map.of("type", "string"),
                "File of an experiment, relative to this one, whose keys count where this one has none."));
        properties.put("name", described(name(), "Names the run's folder."));
        properties.put("description", described(Map.of("type", "string"), "One or two sentences for the report."));
        properties.put("datasets", entries(kinds.datasetReader(), datasets));
        properties.put("models", entries(kinds.modelReader(), models));
        properties.put("train", reference("train"));
        properties.put(Sweep.SWEEP, SweepSchema.of(List.of()));
        properties.put(Ablation.ABLATE, ablate());
        properties.put("match", match());
        properties.put(TuneSpec.TUNE, tune());
        properties.put("seeds", seeds());
        properties.put("dataSeed", described(Map.of("type", "integer", "default", 1),
                "Decides what is generated and how data is split; one for all trials."));

        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("$id", "urn:dev.unroll:experiment:" + ExperimentSpec.VERSION);
        schema.put("title", "An experiment of Unroll");
        schema.putAll(RecordSchema.object(properties, List.of()));
        schema.put("anyOf", List.of(Map.of("required", List.of(Composition.EXTENDS)),
                Map.of("required", List.of("name", "datasets", "models", "seeds"))));
        schema.put("definitions", definitions);
        return schema;
    }

    private void define(String name, Map<String, Object> schema, String description) {
        definitions.put(name, described(schema, description));
    }

    private static Map<String, Object> described(Map<String, Object> schema, String description) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("description", description);
        // In a fixed order, which that of Map.of is not.
        schema.keySet().stream().sorted().forEach(key -> described.put(key, schema.get(key)));
        return described;
    }

    static Map<String, Object> reference(String name) {
        return Map.of("$ref", "#/definitions/" + name);
    }

    private static Map<String, Object> name() {
        return Map.of("type", "string", "pattern", "^" + Names.FORM + "$");
    }

    private static Map<String, Object> seeds() {
        Map<String, Object> list = list(Map.of("type", "integer"), 1);
        list.put("uniqueItems", true);
        return described(list, "Each decides initial weights, order of batches and dropout of one trial per dataset and model.");
    }

    private static Map<String, Object> ablate() {
        Map<String, Object> name = Map.of("type", "string");
        Map<String, Object> changes = new LinkedHashMap<>();
        changes.put("type", "object");
        changes.put("minProperties", 1);
        changes.put("additionalProperties", Map.of("type", "object"));
        Map<String, Object> word = SweepSchema.words(Ablation.Design.values());
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("base", described(name, "The model that is changed, by name."));
        properties.put("changes", described(changes,
                "Keys of the base that each change sets, by a name for the change."));
        properties.put("design", described(Map.of("anyOf", List.of(word, list(word, 1))),
                "Which changes are made together; single unless given."));
        properties.put("except", described(list(list(name, 2), 1), "Changes that are never made together."));
        return described(RecordSchema.object(properties, List.of("base", "changes")),
                "Variants of one model, with differences to it in the report.");
    }

    private static Map<String, Object> match() {
        RecordSchema record = new RecordSchema(MatchSpec.class);
        return described(Map.of("anyOf", List.of(SweepSchema.words(MatchSpec.By.values()),
                RecordSchema.object(record.properties(), List.of("by")))),
                "Brings all models to one size before anything is trained.");
    }

    private static Map<String, Object> tune() {
        Map<String, Object> properties = new RecordSchema(TuneSpec.class).properties();
        properties.keySet().retainAll(TuneSpec.KEYS);
        properties.put(Sweep.OVER, SweepSchema.over(List.of()));
        return described(RecordSchema.object(properties, List.of(Sweep.OVER)),
                "Searches settings of training on the validation part, with as many trials for every model.");
    }

    private static Map<String, Object> list(Map<String, Object> item, int least) {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("type", "array");
        list.put("items", item);
        list.put("minItems", least);
        return list;
    }

    /** A list of entries, each bound by its kind. */
    private Map<String, Object> entries(EntryReader reader, Map<String, String> descriptions) {
        List<Object> choices = new ArrayList<>();
        reader.types().forEach((kind, type) -> {
            String definition = reader.what() + "-" + kind;
            define(definition, entry(type, kind), descriptions.get(kind));
            Map<String, Object> choice = new LinkedHashMap<>();
            choice.put("if", Map.of("properties", Map.of(RecordBinder.KIND, Map.of("const", kind))));
            choice.put("then", reference(definition));
            choices.add(choice);
        });
        Map<String, Object> kind = described(Map.of("enum", List.copyOf(reader.types().keySet())),
                "One of unroll list " + reader.what() + "s.");
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("type", "object");
        item.put("properties", Map.of(RecordBinder.KIND, kind));
        item.put("required", List.of(RecordBinder.KIND));
        item.put("allOf", choices);
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("type", "array");
        list.put("minItems", 1);
        list.put("items", item);
        return list;
    }

    private Map<String, Object> entry(Class<? extends Record> type, String kind) {
        RecordSchema record = new RecordSchema(type);
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("name", described(name(), "What the report calls it; the kind unless given."));
        properties.put(RecordBinder.KIND, Map.of("const", kind));
        properties.putAll(record.varied());
        properties.put("train", reference("train"));
        properties.put(Sweep.SWEEP, SweepSchema.of(RecordBinder.keys(type)));
        Map<String, Object> schema = RecordSchema.object(properties, List.of(RecordBinder.KIND));
        if (!record.required().isEmpty()) {
            schema.put("anyOf", List.of(Map.of("required", record.required()),
                    Map.of("required", List.of(Sweep.SWEEP))));
        }
        return schema;
    }
}
