package dev.unroll.run;

import dev.unroll.engine.Engine;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.ExperimentSpec.DatasetEntry;
import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.ResolvedSpec;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.Parameters;
import dev.unroll.model.SequenceModel;
import dev.unroll.run.RunOptions.Entry;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.RunResults.ModelResult;
import dev.unroll.run.TrialResult.CurvePoint;
import dev.unroll.run.TrialResult.Status;
import dev.unroll.training.StopSignal;
import dev.unroll.training.StoppedException;
import dev.unroll.training.TrainingListener;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs every trial of an experiment and leaves the results in the run's folder.
 *
 * <p>Results depend on the experiment alone: trials share nothing but the data, and are put together in the order of
 * the spec, whichever ends first. A trial that diverges or fails is a result; the others go on. Serves one run.
 */
public final class ExperimentRunner {

    /** The rest is for what comes and goes: batches, results, the store. */
    private static final double HEAP_FOR_TRIALS = 0.75;

    private final ExperimentSpec spec;
    private final String source;
    private final Kinds kinds;
    private final RunFolder folder;
    private RunOptions options;
    private final RunListener listener;
    private final StopSignal stop = new StopSignal();
    private final Map<String, PreparedDataset> datasets = new LinkedHashMap<>();
    private String owner;
    private RunStore store;
    private volatile Ending ending = Ending.STOPPED;

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

    /** How a run ended. */
    public enum Ending {
        COMPLETE,
        /** On request; what had finished is kept. */
        STOPPED,
        /** At the first trial that diverged or failed, as asked. */
        FAILED_FAST,
        /** Other processes run what is left, and finish the run. */
        LEFT_TO_OTHERS
    }

    /** Asks, from any thread, for an end within two seconds. Finished trials stay; no file is left half-written. */
    public void stop() {
        stop.request();
    }

    /** How {@link #run} ended. */
    public Ending ending() {
        return ending;
    }

    /**
     * Runs the experiment.
     *
     * @return empty unless it is {@link Ending#COMPLETE}; the run's files are not written then
     * @throws RunFolderException               if the folder cannot be used
     * @throws dev.unroll.dataset.DataException if the data cannot
     * @throws IllegalArgumentException         if a model cannot do what a dataset asks
     */
    public Optional<RunResults> run() {
        ProvenanceRecorder provenance = new ProvenanceRecorder();
        if (spec.settlement() == null && (spec.match() != null || spec.tune() != null)) {
            throw new IllegalStateException("what an experiment leaves open must be settled before it is run");
        }
        ResolvedSpec resolved = ResolvedSpec.of(spec);
        owner = resolved.hash() + " " + CodeVersion.current().hash();
        folder.requireUsable(resolved);
        RunSession.requireEnterable(folder, options.entry());
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
        folder.create(resolved);
        try (RunStore opened = RunStore.open(folder);
                RunSession session = RunSession.enter(opened, folder, new RunSession.Planned(spec, resolved, source,
                        datasetResults, modelResults(), plans), options.entry(), provenance.record(options), stop)) {
            store = opened;
            // Not before: a process that may not enter must change nothing.
            RunFiles.writeSpec(folder, store);
            listener.runStarted(plans);
            try {
                return run(plans, session);
            } finally {
                listener.runEnded();
            }
        }
    }

    private Optional<RunResults> run(List<TrialPlan> plans, RunSession session) {
        boolean joined = options.entry() == Entry.JOIN;
        int jobs = Math.min(options.jobs(), plans.size());
        TrialCosts costs = store.costs(plans);
        TrialQueue queue = new TrialQueue(pending(plans), costs, memory(), plan -> session.claim(plan.id()), !joined, stop,
                listener::trialKept);
        TrialPool.run(jobs, stop, queue::take, plan -> {
            try {
                trial(plan, jobs, queue, costs, session);
            } finally {
                queue.ended(plan);
            }
        });
        session.requireHeld();
        if (stop.requested()) {
            return Optional.empty();
        }
        if (joined && session.leaveToOthers()) {
            ending = Ending.LEFT_TO_OTHERS;
            return Optional.empty();
        }
        if (!store.allFinished()) {
            // The one that this process had joined died in the moment before.
            return run(plans, session);
        }
        if (options.measureSpeed()) {
            store.speed(speed(plans));
        }
        session.renew();
        folder.clearLeftovers(store.failed());
        TrialCheckpoints.clearFolders(folder);
        // Who finds the mark finds the files: it comes last.
        String finished = ProvenanceRecorder.utc(Instant.now());
        RunResults results = RunFiles.write(folder, store, store.provenance(finished));
        session.finish(finished);
        ending = Ending.COMPLETE;
        return Optional.of(results);
    }

    private List<TrialPlan> pending(List<TrialPlan> plans) {
        Set<String> pending = store.pending();
        List<TrialPlan> list = new ArrayList<>();
        for (TrialPlan plan : plans) {
            if (pending.contains(plan.id())) {
                list.add(plan);
            } else {
                listener.trialKept(plan);
            }
        }
        return list;
    }

    /** What trials may take of the heap, the data being there already. */
    private static long memory() {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        return (long) (HEAP_FOR_TRIALS * Math.max(runtime.maxMemory() / 4, runtime.maxMemory() - used));
    }

    private void trial(TrialPlan plan, int jobs, TrialQueue queue, TrialCosts costs, RunSession session) {
        listener.trialStarted(plan);
        TrialRunner.Finished finished = new TrialRunner(plan, datasets.get(plan.dataset()),
                kinds.models().get(plan.model().kind()), options.threads(), stop,
                told(plan), parameters -> new TrialCheckpoints(folder, plan.id(), owner, parameters,
                        options.checkpointSeconds(), stop)).run();
        if (stop.requested()) {
            throw new StoppedException();
        }
        if (finished.outOfMemory() && queue.onceMoreAlone(plan, jobs)) {
            return;
        }
        if (!save(plan, finished, session)) {
            return;
        }
        costs.add(plan, finished.timing().totalSeconds(), finished.bytes());
        listener.trialFinished(plan, finished.result(), finished.timing());
        if (options.failFast() && finished.result().status() != Status.COMPLETED) {
            ending = Ending.FAILED_FAST;
            stop.request();
        }
    }

    private TrainingListener told(TrialPlan plan) {
        return new TrainingListener() {
            @Override
            public void progressed(double fraction) {
                listener.trialProgressed(plan, fraction);
            }

            @Override
            public void validated(CurvePoint point, Parameters parameters) {
                listener.trialValidated(plan, point, parameters);
            }
        };
    }

    // The store comes last: where it says that a trial completed, the model is.
    private boolean save(TrialPlan plan, TrialRunner.Finished finished, RunSession session) {
        try {
            if (finished.model() != null) {
                PreparedDataset dataset = datasets.get(plan.dataset());
                SequenceModel model = finished.model();
                SavedModel.of(dataset.entry(), plan.model(), plan.seed(), model.task(), dataset.data())
                        .write(folder, model.parameters(), false);
            }
        } catch (IOException e) {
            throw new RunFolderException("a run must be able to write its files; those of trial " + plan.id()
                    + " could not be written (" + e + "); what had finished is kept: free some space or look at the"
                    + " folder's permissions, and go on with --resume", e);
        }
        // What failed for want of memory may go on where it was, given more.
        boolean over = finished.result().status() != Status.FAILED;
        return store.finish(finished.result(), finished.timing(), finished.items(), finished.bytes(), session.id(), () -> {
            if (over) {
                TrialCheckpoints.clear(folder, plan.id());
            }
        });
    }

    private List<ModelResult> modelResults() {
        List<ModelResult> models = new ArrayList<>();
        for (ModelEntry model : spec.models()) {
            models.add(new ModelResult(model.name(), model.kind(), kinds.models().get(model.kind()).description(),
                    ResolvedSpec.parameters((Record) model.spec())));
        }
        return models;
    }

    private List<SpeedMeasurement> speed(List<TrialPlan> plans) {
        List<SpeedMeasurement> measurements = new ArrayList<>();
        listener.speedStarted();
        Engine engine = Engine.withThreads(options.threads());
        try {
            SpeedMeter meter = new SpeedMeter(engine, stop);
            // The first seed stands for all: how fast a model is does not depend on its weights.
            for (int i = 0; i < plans.size() && !stop.requested(); i += spec.seeds().size()) {
                TrialPlan plan = plans.get(i);
                if (store.status(plan.id()) != Status.FAILED) {
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
