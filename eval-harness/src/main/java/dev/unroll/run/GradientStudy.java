package dev.unroll.run;

import dev.unroll.engine.Engine;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.ExperimentSpec.DatasetEntry;
import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.gradient.Measure;
import dev.unroll.gradient.MeasureTable;
import dev.unroll.gradient.MeasuredTables;
import dev.unroll.gradient.Subject;
import dev.unroll.gradient.Subject.Moment;
import dev.unroll.model.SequenceModel;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Measures the models of an experiment at initialization and, where a run trained them, with the weights that were
 * tested. What comes out depends on the experiment alone.
 */
public final class GradientStudy {

    private final ExperimentSpec spec;
    private final Kinds kinds;
    private final RunFolder run;
    private final List<Measure> measures;

    /** @param run of the experiment; {@code null} for models at initialization alone */
    public GradientStudy(ExperimentSpec spec, Kinds kinds, RunFolder run, List<Measure> measures) {
        this.spec = spec;
        this.kinds = kinds;
        this.run = run;
        this.measures = List.copyOf(measures);
    }

    /**
     * Measures one model after another, in the order dataset, model, seed.
     *
     * @param chosen   which trials' models, by ID
     * @param progress told what comes next
     * @return the tables, with {@link MeasuredTables#KEYS} in front
     * @throws dev.unroll.dataset.DataException if the data cannot be used
     * @throws IOException                      if weights cannot be read
     */
    public List<MeasureTable> tables(Predicate<String> chosen, Engine engine, Consumer<String> progress)
            throws IOException {
        MeasuredTables tables = new MeasuredTables();
        for (int d = 0; d < spec.datasets().size(); d++) {
            DatasetEntry entry = spec.datasets().get(d);
            PreparedDataset dataset = null;
            for (ModelEntry model : spec.models()) {
                for (long seed : spec.seeds()) {
                    String id = entry.name() + "/" + model.name() + "/" + seed;
                    if (chosen.test(id)) {
                        dataset = dataset != null ? dataset
                                : PreparedDataset.of(entry, kinds.datasets().get(entry.kind()), spec.dataSeed());
                        progress.accept("measuring " + id);
                        trial(id, dataset, model, model.training().get(d), seed, engine, tables);
                    }
                }
            }
        }
        return tables.list();
    }

    private void trial(String id, PreparedDataset dataset, ModelEntry model, TrainingSpec training, long seed,
            Engine engine, MeasuredTables tables) throws IOException {
        SequenceModel untrained = Models.create(kinds.models().get(model.kind()), model.spec(),
                Models.task(dataset.data(), training), seed, engine);
        measure(new Subject(dataset.entry().name(), model.name(), seed, Moment.BEFORE, untrained, dataset.data(),
                dataset.reach().probe(), training, engine), tables);
        if (run != null && Files.exists(run.model(id))) {
            SequenceModel trained = SavedModel.read(run, id, kinds).load(run, kinds, engine);
            measure(new Subject(dataset.entry().name(), model.name(), seed, Moment.AFTER, trained, dataset.data(),
                    dataset.reach().probe(), training, engine), tables);
        }
    }

    private void measure(Subject subject, MeasuredTables tables) {
        for (Measure measure : measures) {
            tables.add(subject, measure.of(subject));
        }
    }
}
