package dev.unroll.experiment;

import dev.unroll.experiment.SpecNode.Field;
import dev.unroll.experiment.SpecNode.Mapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A search for settings of training, of the same extent for every model on every dataset, judged on the validation part
 * alone, before the trials: those use what was found.
 *
 * @param method    grid, random, latin-hypercube or halving: successive halving (Jamieson &amp; Talwalkar 2016, arXiv
 *                  1502.07943), which draws as random does, gives all a small share of the updates that each comes to (of the
 *                  seconds, where these decide), and the best part of them the next larger share, until the last have
 *                  all of them
 * @param trials    settings tried; {@code null} for a grid, whose values decide
 * @param seed      of what is drawn; default 1
 * @param trainSeed of the initial weights, batches and dropout of the search, the same for all; default 0, which must not
 *                  be among the experiment's seeds
 * @param keep      with halving, one of how many goes on; default 3
 * @param over      the keys of train and their lists or ranges, as in a file
 * @param ownRates  where {@code over} varies the optimizer: which {@code dataset/model} write a learning rate, which then
 *                  stays; elsewhere each optimizer has its own default
 */
public record TuneSpec(Method method, Integer trials, Long seed, Long trainSeed, Integer keep, String over,
        List<String> ownRates) {

    static final String TUNE = "tune";
    static final List<String> KEYS = List.of("method", "trials", "seed", "trainSeed", "keep", Sweep.OVER);
    static final String RATE = "learningRate";
    private static final String OPTIMIZER = "optimizer";

    /** How settings are found. */
    public enum Method {
        GRID, RANDOM, LATIN_HYPERCUBE, HALVING
    }

    public TuneSpec {
        method = method == null ? Method.RANDOM : method;
        seed = seed == null ? Long.valueOf(1) : seed;
        trainSeed = trainSeed == null ? Long.valueOf(0) : trainSeed;
        keep = keep == null && method == Method.HALVING ? Integer.valueOf(3) : keep;
        ownRates = ownRates == null ? List.of() : List.copyOf(ownRates);
        if (method == Method.GRID && trials != null) {
            throw new IllegalArgumentException("trials must be left out for method grid, where the values decide how many"
                    + " there are; got " + trials + "; remove it or choose method random");
        }
        if (method != Method.GRID && trials == null) {
            throw new IllegalArgumentException("trials must be given for method " + Words.of(method)
                    + "; got nothing; add trials: 8");
        }
        if (trials != null && (trials < 1 || trials > 10_000)) {
            throw new IllegalArgumentException("trials must be from 1 to 10000; got " + trials);
        }
        if (keep != null && (method != Method.HALVING || keep < 2)) {
            throw new IllegalArgumentException("keep must be at least 2, and left out unless method is halving; got "
                    + keep + " with method " + Words.of(method));
        }
    }

    /**
     * Reads a {@code tune}.
     *
     * @param rates which {@code dataset/model} write a learning rate
     */
    static TuneSpec of(SpecNode node, List<Long> seeds, List<String> rates) {
        Mapping mapping = RecordBinder.mapping(node, TUNE);
        RecordBinder.requireKnownKeys(mapping.fields(), KEYS, TUNE);
        Map<String, Field> fields = new LinkedHashMap<>(mapping.fields());
        Field over = fields.get(Sweep.OVER);
        if (over == null) {
            throw mapping.place().error("tune must say over which keys of train; got none; add over: {train:"
                    + " {learningRate: {from: 0.0003, to: 0.03, scale: log}}}");
        }
        Sweep.axes(over, List.of(), TUNE);
        fields.put(Sweep.OVER, new Field(over.place(), new SpecNode.Scalar(over.place(), SpecNode.Form.TEXT,
                YamlText.of(over.value()))));
        TuneSpec tune = RecordBinder.PLAIN.bind(TuneSpec.class, fields, mapping.place(), TUNE);
        for (Axis axis : tune.axes()) {
            if (TrainingKeys.LENGTH.contains(axis.key())) {
                throw over.place().error("tune must leave the length of training alone; got " + axis.key()
                        + "; vary it in a sweep");
            }
        }
        if (seeds.contains(tune.trainSeed())) {
            Field field = mapping.fields().get("trainSeed");
            throw (field == null ? mapping.place() : field.place()).error("trainSeed must not be one of seeds, or settings"
                    + " would be chosen by the luck of a trial; got " + tune.trainSeed() + "; choose another");
        }
        return tune.varies(OPTIMIZER) ? new TuneSpec(tune.method(), tune.trials(), tune.seed(), tune.trainSeed(),
                tune.keep(), tune.over(), rates) : tune;
    }

    private boolean varies(String key) {
        return axes().stream().anyMatch(axis -> axis.key().equals(key));
    }

    /** What {@link #ownRates} calls a training. */
    static String pair(String dataset, String model) {
        return dataset + "/" + model;
    }

    private List<Axis> axes() {
        SpecNode node = YamlTree.parseValue(new Place(TUNE, 0), over);
        return Sweep.axes(new Field(node.place(), node), List.of(), TUNE);
    }

    /**
     * Settings to be tried.
     *
     * @param settings as in a file
     * @param training the training with them
     */
    public record Candidate(String settings, TrainingSpec training) {
    }

    /**
     * What is tried, in order.
     *
     * @param training of the model on the dataset, whose other settings stay
     * @throws SpecException if a value cannot be
     */
    public List<Candidate> candidates(String dataset, String model, TrainingSpec training) {
        Sweep.Method drawing = switch (method) {
            case GRID -> Sweep.Method.GRID;
            case RANDOM, HALVING -> Sweep.Method.RANDOM;
            case LATIN_HYPERCUBE -> Sweep.Method.LATIN_HYPERCUBE;
        };
        Sweep sweep = new Sweep(drawing, trials == null ? 0 : trials, seed, axes());
        Map<String, Field> kept = new LinkedHashMap<>(YamlTree.parse(TUNE, RecordJson.write(training)).fields());
        if (varies(OPTIMIZER) && !ownRates.contains(pair(dataset, model))) {
            // It is the default of the optimizer that gives way to another.
            kept.remove(RATE);
        }
        List<Candidate> candidates = new ArrayList<>();
        for (Map<Axis, SpecNode> draw : sweep.draws()) {
            Map<String, Field> fields = new LinkedHashMap<>(kept);
            draw.forEach((axis, value) -> fields.put(axis.key(), new Field(axis.place(), value)));
            candidates.add(new Candidate(YamlText.of(draw), RecordBinder.PLAIN.bind(TrainingSpec.class, fields,
                    new Place(TUNE, 0), "train with " + YamlText.of(draw))));
        }
        return candidates;
    }
}
