package dev.unroll.experiment;

import dev.unroll.dataset.DatasetSpec;
import dev.unroll.experiment.Ablation.Ablated;
import dev.unroll.experiment.Composition.Composed;
import dev.unroll.experiment.EntryReader.Entry;
import dev.unroll.experiment.ExperimentSpec.DatasetEntry;
import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.SpecNode.Field;
import dev.unroll.experiment.SpecNode.Items;
import dev.unroll.experiment.SpecNode.Mapping;
import dev.unroll.model.ModelSpec;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads experiments. Whatever is wrong with one is found here, before anything runs, and said in one sentence.
 *
 * <pre>
 * version: 1
 * name: quick
 * datasets:
 *   - {kind: adding, length: 100, train: {updates: 3000}}
 * models:
 *   - {kind: lstm, hiddenSizes: [64]}
 *   - {name: small, kind: transformer, modelSize: 32, train: {learningRate: 0.0005}}
 * train: {optimizer: adam, batchSize: 32, epochs: 20}
 * seeds: [1, 2, 3]
 * </pre>
 *
 * A dataset's {@code train} overrides the experiment's key by key, and a model's overrides both.
 */
public final class SpecReader {

    private static final String MATCH = "match";
    private static final List<String> KEYS =
            List.of("version", Composition.EXTENDS, "name", "description", "datasets", "models", "train", Sweep.SWEEP,
                    Ablation.ABLATE, MATCH, TuneSpec.TUNE, "seeds", "dataSeed");

    private final EntryReader datasetReader;
    private final EntryReader modelReader;

    public SpecReader(Kinds kinds) {
        datasetReader = kinds.datasetReader();
        modelReader = kinds.modelReader();
    }

    /**
     * The experiment in a file.
     *
     * @throws SpecException if it cannot be read or run
     */
    public ExperimentSpec read(Path file) {
        return read(file.toString(), text(file));
    }

    /**
     * The experiment in a file with keys set from the command line.
     *
     * @param settings each {@code key=value}, such as {@code train.learningRate=0.01}
     * @throws SpecException if it cannot be read or run
     */
    public WrittenSpec read(Path file, List<String> settings) {
        Composed composed = Composition.of(file.toString(), text(file), settings);
        return new WrittenSpec(read(composed.root()), composed.source());
    }

    /**
     * The experiment in a text.
     *
     * @param file what messages call it
     * @throws SpecException if it cannot be run
     */
    public ExperimentSpec read(String file, String yaml) {
        return read(Composition.of(file, yaml, List.of()).root());
    }

    private ExperimentSpec read(Mapping root) {
        Integer version = version(root);
        RecordBinder.requireKnownKeys(root.fields(), KEYS, "an experiment");
        String name = Names.read(required(root, "name", "quick"), "name");
        Items datasetItems = items(root, "datasets", "[{kind: adding}]");
        Items modelItems = items(root, "models", "[{kind: lstm}]");
        List<Sweep> sweeps = sweeps(root);
        AblationSpec ablation = null;
        if (root.fields().containsKey(Ablation.ABLATE)) {
            Ablated ablated = Ablation.of(root.fields().get(Ablation.ABLATE).value(), modelItems, sweeps);
            modelItems = ablated.models();
            ablation = ablated.spec();
        }
        TrainingKeys train = TrainingKeys.of(root.fields().get(TrainingKeys.TRAIN), root.place());

        List<DatasetEntry> datasets = new ArrayList<>();
        List<TrainingKeys> trainByDataset = new ArrayList<>();
        for (Entry entry : datasetReader.read(datasetItems)) {
            datasets.add(new DatasetEntry(entry.name(), entry.kind(), (DatasetSpec) entry.spec()));
            sweeps.forEach(sweep -> entry.train().requireNone(sweep.axes()));
            trainByDataset.add(train.overriddenBy(entry.train()));
        }
        List<ModelEntry> models = new ArrayList<>();
        List<String> rates = new ArrayList<>();
        for (Entry entry : modelReader.read(modelItems, sweeps)) {
            List<TrainingSpec> training = new ArrayList<>();
            for (int d = 0; d < datasets.size(); d++) {
                TrainingKeys keys = trainByDataset.get(d).overriddenBy(entry.train());
                training.add(keys.bind());
                if (keys.has(TuneSpec.RATE)) {
                    rates.add(TuneSpec.pair(datasets.get(d).name(), entry.name()));
                }
            }
            models.add(new ModelEntry(entry.name(), entry.kind(), (ModelSpec) entry.spec(), training));
        }
        List<Long> seeds = seeds(root);
        Field tune = root.fields().get(TuneSpec.TUNE);
        return new ExperimentSpec(version, name, optional(root, "description", String.class), datasets, models, seeds,
                optional(root, "dataSeed", Long.class), ablation, match(root, models),
                tune == null ? null : TuneSpec.of(tune.value(), seeds, rates), null);
    }

    /**
     * A dataset alone, its keys in braces.
     *
     * @param source what messages call it
     * @throws SpecException if it cannot be made
     */
    public List<DatasetEntry> readDataset(String source, String yaml) {
        Mapping keys = YamlTree.parse(source, yaml);
        return datasetReader.read(new Items(keys.place(), List.of(keys))).stream()
                .map(entry -> new DatasetEntry(entry.name(), entry.kind(), (DatasetSpec) entry.spec())).toList();
    }

    /** What all models are varied by: keys of training. */
    private static List<Sweep> sweeps(Mapping root) {
        List<Sweep> sweeps = new ArrayList<>();
        Field train = root.fields().get(TrainingKeys.TRAIN);
        if (train != null && train.value() instanceof Mapping keys && !Variants.lists(keys).isEmpty()) {
            sweeps.add(Sweep.grid(Variants.lists(keys)));
        }
        Field sweep = root.fields().get(Sweep.SWEEP);
        if (sweep != null) {
            sweeps.add(Sweep.of(sweep.value(), List.of(), "all models"));
        }
        return sweeps;
    }

    /** First of all: what the other keys mean depends on it. */
    private static Integer version(Mapping root) {
        Integer version = optional(root, "version", Integer.class);
        if (version != null) {
            try {
                ExperimentSpec.requireVersion(version);
            } catch (IllegalArgumentException e) {
                throw root.fields().get("version").place().error(e.getMessage());
            }
        }
        return version;
    }

    /** A word for what is made equal, or a map. */
    private static MatchSpec match(Mapping root, List<ModelEntry> models) {
        Field field = root.fields().get(MATCH);
        if (field == null || RecordBinder.isNothing(field.value())) {
            return null;
        }
        SpecNode node = field.value() instanceof Mapping ? field.value()
                : new Mapping(field.place(), Map.of("by", field));
        MatchSpec match = (MatchSpec) RecordBinder.PLAIN.value(node, MatchSpec.class, MATCH);
        List<String> names = models.stream().map(ModelEntry::name).toList();
        if (match.to() != null && !names.contains(match.to())) {
            throw ((Mapping) node).fields().get("to").place().error("to must name one of the models; got " + match.to()
                    + "; " + Words.hint(match.to(), names, "models"));
        }
        return match;
    }

    private static List<Long> seeds(Mapping root) {
        List<Long> seeds = new ArrayList<>();
        for (SpecNode item : items(root, "seeds", "[1, 2, 3]").items()) {
            Long seed = (Long) RecordBinder.PLAIN.value(item, Long.class, "seeds[" + seeds.size() + "]");
            if (seeds.contains(seed)) {
                throw item.place().error("seeds must be distinct; got " + seed + " twice; remove one");
            }
            seeds.add(seed);
        }
        return seeds;
    }

    private static Items items(Mapping root, String key, String example) {
        SpecNode node = required(root, key, example);
        if (!(node instanceof Items items)) {
            throw node.place().error(key + " must be a list; got " + node.described() + "; write it as in " + key + ": "
                    + example);
        }
        if (items.items().isEmpty()) {
            throw node.place().error(key + " must have at least one item; got an empty list; write it as in " + key
                    + ": " + example);
        }
        return items;
    }

    private static SpecNode required(Mapping mapping, String key, String example) {
        Field field = mapping.fields().get(key);
        if (field == null || RecordBinder.isNothing(field.value())) {
            throw (field == null ? mapping : field.value()).place().error(key + " must be given; got nothing; add "
                    + key + ": " + example);
        }
        return field.value();
    }

    private static <V> V optional(Mapping mapping, String key, Class<V> type) {
        Field field = mapping.fields().get(key);
        return field == null || RecordBinder.isNothing(field.value())
                ? null : type.cast(RecordBinder.PLAIN.value(field.value(), type, key));
    }

    /**
     * The text of a file.
     *
     * @throws SpecException if it cannot be read
     */
    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new SpecException(file + ": the experiment must be a file; got a path where there is none; check the"
                    + " spelling and the folder you are in");
        } catch (CharacterCodingException e) {
            throw new SpecException(file + ": the file must be UTF-8 text; got other bytes; save it as UTF-8");
        } catch (IOException e) {
            throw new SpecException(file + ": the file must be readable; got " + (Files.isDirectory(file)
                    ? "a folder; name a file in it" : e + "; check its permissions"));
        }
    }
}
