package dev.unroll.run;

import dev.unroll.engine.Engine;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.ExperimentSpec.DatasetEntry;
import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.ResolvedSpec;
import dev.unroll.json.CanonicalJson;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.SequenceModel;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.RunResults.ModelResult;
import dev.unroll.run.TrialResult.Status;
import dev.unroll.training.StopSignal;
import dev.unroll.training.StoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs every trial of an experiment and leaves the results in the run's folder.
 *
 * <p>Results depend on the experiment alone: trials share nothing but the data, and are put together in the order of
 * the spec, whichever ends first. A trial that diverges or fails is a result; the others go on. Serves one run.
 */
public final class ExperimentRunner {

    private final ExperimentSpec spec;
    private final String source;
    private final Kinds kinds;
    private final RunFolder folder;
    private RunOptions options;
    private final RunListener listener;
    private final StopSignal stop = new StopSignal();
    private final Map<String, PreparedDataset> datasets = new LinkedHashMap<>();

    /** @param source the experiment as written, kept in the run's folder */
    public ExperimentRunner(ExperimentSpec spec, String source, Kinds kinds, RunFolder folder, RunOptions options,
            RunListener listener) {
        this.spec = spec;
        this.source = source;
        this.kinds = kinds;
        this.folder = folder;
        this.options = options;
        this.listener = listener;
    }

    /** Asks, from any thread, for an end within two seconds. Finished trials stay; no file is left half-written. */
    public void stop() {
        stop.request();
    }

    /**
     * Runs the experiment.
     *
     * @return empty if it was stopped before all trials were finished; there is no {@code results.json} of this run
     *         then
     * @throws RunFolderException               if the folder cannot be used
     * @throws dev.unroll.dataset.DataException if the data cannot
     * @throws IllegalArgumentException         if a model cannot do what a dataset asks
     */
    public Optional<RunResults> run() {
        ProvenanceRecorder provenance = new ProvenanceRecorder();
        ResolvedSpec resolved = ResolvedSpec.of(spec);
        folder.requireUsable(resolved);
        for (DatasetEntry entry : spec.datasets()) {
            datasets.put(entry.name(), PreparedDataset.of(entry, kinds.datasets().get(entry.kind()), spec.dataSeed()));
        }
        List<TrialPlan> plans = TrialPlanner.plans(spec, kinds, List.copyOf(datasets.values()));
        // Before any training, so that a baseline that fails costs no trial.
        List<DatasetResult> datasetResults = datasets.values().stream().map(PreparedDataset::result).toList();
        if (stop.requested()) {
            return Optional.empty();
        }
        options = options.filledIn(Runtime.getRuntime().availableProcessors(), plans.size());
        folder.prepare(resolved, source);
        listener.runStarted(plans);
        try {
            Optional<List<Outcome>> outcomes = TrialPool.run(plans, options.jobs(), stop, this::trial);
            if (outcomes.isEmpty()) {
                return Optional.empty();
            }
            RunResults results = results(resolved, datasetResults,
                    outcomes.get().stream().map(Outcome::result).toList());
            WholeFiles.write(folder.resultsTable(), ResultsTable.of(results.trials()));
            WholeFiles.write(folder.results(), CanonicalJson.write(results));
            List<TrialTiming> timings = outcomes.get().stream().map(Outcome::timing).toList();
            RunTiming timing = new RunTiming(timings, speed(plans, results.trials()));
            WholeFiles.write(folder.timing(), CanonicalJson.write(timing));
            WholeFiles.write(folder.provenance(), CanonicalJson.write(provenance.finish(options)));
            return Optional.of(results);
        } finally {
            listener.runEnded();
        }
    }

    private record Outcome(TrialResult result, TrialTiming timing) {
    }

    private Outcome trial(TrialPlan plan) {
        listener.trialStarted(plan);
        TrialRunner.Finished finished = new TrialRunner(plan, datasets.get(plan.dataset()),
                kinds.models().get(plan.model().kind()), options.threads(), stop,
                fraction -> listener.trialProgressed(plan, fraction)).run();
        if (stop.requested()) {
            throw new StoppedException();
        }
        save(plan, finished);
        listener.trialFinished(plan, finished.result(), finished.timing());
        return new Outcome(finished.result(), finished.timing());
    }

    // The trial's file comes last: where it is, the model is.
    private void save(TrialPlan plan, TrialRunner.Finished finished) {
        try {
            Files.createDirectories(folder.trial(plan.id()).getParent());
            if (finished.model() != null) {
                PreparedDataset dataset = datasets.get(plan.dataset());
                SequenceModel model = finished.model();
                SavedModel.of(dataset.entry(), plan.model(), plan.seed(), model.task(), dataset.data())
                        .write(folder, model.parameters());
            }
        } catch (IOException e) {
            throw new RunFolderException("a run must be able to write its files; those of trial " + plan.id()
                    + " could not be written (" + e + "); check the disk's free space and the folder's permissions", e);
        }
        WholeFiles.write(folder.trial(plan.id()), CanonicalJson.write(finished.result()));
    }

    private RunResults results(ResolvedSpec resolved, List<DatasetResult> datasetResults, List<TrialResult> trials) {
        List<ModelResult> models = new ArrayList<>();
        for (ModelEntry model : spec.models()) {
            models.add(new ModelResult(model.name(), model.kind(), kinds.models().get(model.kind()).description(),
                    ResolvedSpec.parameters((Record) model.spec())));
        }
        return new RunResults(spec.name(), spec.description(), resolved.hash(), datasetResults, models, spec.seeds(),
                trials, Summaries.of(spec, trials));
    }

    private List<SpeedMeasurement> speed(List<TrialPlan> plans, List<TrialResult> trials) {
        List<SpeedMeasurement> measurements = new ArrayList<>();
        if (!options.measureSpeed()) {
            return measurements;
        }
        listener.speedStarted();
        Engine engine = Engine.withThreads(options.threads());
        try {
            SpeedMeter meter = new SpeedMeter(engine, stop);
            // The first seed stands for all: how fast a model is does not depend on its weights.
            for (int i = 0; i < plans.size() && !stop.requested(); i += spec.seeds().size()) {
                TrialPlan plan = plans.get(i);
                if (trials.get(i).status() != Status.FAILED) {
                    ModelFactory<?> factory = kinds.models().get(plan.model().kind());
                    meter.measure(plan, datasets.get(plan.dataset()), factory).ifPresent(measurements::add);
                }
            }
        } finally {
            engine.workers().close();
        }
        return measurements;
    }
}
