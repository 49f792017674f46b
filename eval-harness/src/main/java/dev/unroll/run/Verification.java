package dev.unroll.run;

import dev.unroll.checkpoint.WeightHash;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.engine.Engine;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.ExperimentSpec.DatasetEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.ResolvedSpec;
import dev.unroll.json.CanonicalJson;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.TrialResult.Status;
import dev.unroll.training.StopSignal;
import dev.unroll.training.StoppedException;
import dev.unroll.training.TrainingCheckpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes trials of a finished run again, from its resolved spec alone, and compares every bit: the data, the weights, the
 * test predictions, the curves and scores. Writes nothing.
 *
 * <p>Trials that failed or had a budget in seconds are left out: what came of them was the machine's, not the spec's alone.
 * Those that diverged are made again like those that completed.
 */
public final class Verification {

    private final RunFolder folder;
    private final Kinds kinds;
    private final RunListener listener;
    private final StopSignal stop = new StopSignal();
    private final List<Difference> differences = new ArrayList<>();

    public Verification(RunFolder folder, Kinds kinds, RunListener listener) {
        this.folder = folder;
        this.kinds = kinds;
        this.listener = listener;
    }

    /**
     * Something that did not come out again.
     *
     * @param subject  {@code spec}, {@code results.json}, {@code results.csv}, or the name of a dataset or ID of a trial
     * @param what     such as {@code weights}
     * @param recorded in the run
     * @param found    now
     */
    public record Difference(String subject, String what, String recorded, String found) {
    }

    /**
     * What was found.
     *
     * @param checked trials made again
     * @param trials  of the run
     * @param leftOut of them: failed, or with a budget in seconds
     */
    public record Findings(int checked, int trials, int leftOut, List<Difference> differences) {
    }

    /** Asks, from any thread, for an end soon. */
    public void stop() {
        stop.request();
    }

    /**
     * @param sample trials to make again, chosen by {@code seed}; {@code null} for all
     * @return empty if it was stopped
     * @throws RunFolderException if the run is not finished
     */
    public Optional<Findings> run(Integer sample, long seed, RunOptions options) {
        RunResults results;
        String specHash;
        try (RunStore store = RunStore.readOnly(folder)) {
            if (!store.complete()) {
                throw new RunFolderException("a run must be finished to be verified; " + folder.path()
                        + " is not; finish it with unroll run SPEC --resume");
            }
            results = store.results();
            specHash = store.specHash();
        }
        ExperimentSpec spec = ResolvedSpec.read(folder.resolvedSpec(), kinds);
        compare("spec", "hash", specHash, ResolvedSpec.of(spec).hash());
        compareFile(folder.results(), CanonicalJson.write(results));
        compareFile(folder.resultsTable(), ResultsTable.of(results.trials()));
        Map<String, PreparedDataset> datasets = datasets(spec, results);
        Map<String, TrialResult> recorded = new LinkedHashMap<>();
        results.trials().forEach(trial -> recorded.put(trial.id(), trial));
        Set<String> planned = new HashSet<>();
        List<TrialPlan> plans = new ArrayList<>();
        for (TrialPlan plan : TrialPlanner.plans(spec, kinds, List.copyOf(datasets.values()))) {
            TrialResult trial = recorded.get(plan.id());
            planned.add(plan.id());
            if (trial == null) {
                differ(plan.id(), "trial", "missing", "planned");
                continue;
            }
            compareModel(trial);
            if (trial.status() != Status.FAILED && plan.training().seconds() == null) {
                plans.add(plan);
            }
        }
        recorded.keySet().stream().filter(id -> !planned.contains(id))
                .forEach(id -> differ(id, "trial", "recorded", "not planned"));
        List<TrialPlan> chosen = sample == null ? plans : sample(plans, sample, seed);
        makeAgain(chosen, recorded, datasets, options.filledIn(Runtime.getRuntime().availableProcessors(),
                Math.max(1, chosen.size())));
        return stop.requested() ? Optional.empty() : Optional.of(new Findings(chosen.size(), recorded.size(),
                recorded.size() - plans.size(), List.copyOf(differences)));
    }

    private void makeAgain(List<TrialPlan> plans, Map<String, TrialResult> recorded,
            Map<String, PreparedDataset> datasets, RunOptions options) {
        listener.runStarted(plans);
        try {
            Iterator<TrialPlan> next = plans.iterator();
            TrialPool.run(Math.max(1, Math.min(options.jobs(), plans.size())), stop, () -> {
                synchronized (next) {
                    return next.hasNext() ? Optional.of(next.next()) : Optional.<TrialPlan>empty();
                }
            }, plan -> {
                listener.trialStarted(plan);
                TrialRunner.Finished again = new TrialRunner(plan, datasets.get(plan.dataset()),
                        kinds.models().get(plan.model().kind()), options.threads(), stop,
                        fraction -> listener.trialProgressed(plan, fraction),
                        parameters -> TrainingCheckpoints.NONE).run();
                if (stop.requested()) {
                    throw new StoppedException();
                }
                compare(recorded.get(plan.id()), again.result());
                listener.trialFinished(plan, again.result(), again.timing());
            });
        } finally {
            listener.runEnded();
        }
    }

    private Map<String, PreparedDataset> datasets(ExperimentSpec spec, RunResults results) {
        Map<String, String> fingerprints = new LinkedHashMap<>();
        for (DatasetResult dataset : results.datasets()) {
            fingerprints.put(dataset.name(), dataset.fingerprint());
        }
        Map<String, PreparedDataset> datasets = new LinkedHashMap<>();
        for (DatasetEntry entry : spec.datasets()) {
            PreparedDataset dataset =
                    PreparedDataset.of(entry, kinds.datasets().get(entry.kind()), spec.dataSeed());
            datasets.put(entry.name(), dataset);
            SequenceDataset data = dataset.data();
            compare(entry.name(), "data", fingerprints.getOrDefault(entry.name(), "none"), data.fingerprint());
        }
        return datasets;
    }

    private static List<TrialPlan> sample(List<TrialPlan> plans, int count, long seed) {
        int[] order = Randomness.of(seed, Purpose.SPLITTING).derive("verify").stream().permutation(plans.size());
        int[] chosen = Arrays.copyOf(order, Math.min(count, order.length));
        Arrays.sort(chosen);
        return Arrays.stream(chosen).mapToObj(plans::get).toList();
    }

    private void compareFile(Path file, String made) {
        String name = file.getFileName().toString();
        try {
            compare(name, "content", CanonicalJson.sha256(made), CanonicalJson.sha256(Files.readString(file)));
        } catch (IOException e) {
            differ(name, "content", "a file", "none that can be read");
        }
    }

    /** The saved model must be the one that was scored, whether its trial is made again or not. */
    private void compareModel(TrialResult trial) {
        if (trial.status() != Status.COMPLETED) {
            return;
        }
        Engine engine = Engine.withThreads(1);
        try {
            String found = WeightHash.of(SavedModel.read(folder, trial.id(), kinds).load(folder, kinds, engine)
                    .parameters());
            compare(trial.id(), "saved weights", trial.weightHash(), found);
        } catch (IOException | RuntimeException e) {
            differ(trial.id(), "saved weights", trial.weightHash(), "unreadable: " + e.getMessage());
        } finally {
            engine.workers().close();
        }
    }

    private void compare(TrialResult recorded, TrialResult again) {
        String id = recorded.id();
        compare(id, "status", recorded.status().toString(), again.status() + (again.reason().isEmpty() ? "" : ": "
                + again.reason()), recorded.status() == again.status());
        compare(id, "weights", recorded.weightHash(), again.weightHash());
        compare(id, "test predictions", recorded.predictionHash(), again.predictionHash());
        compare(id, "test scores", recorded.test() + " " + recorded.testSlices(), again.test() + " "
                + again.testSlices());
        compare(id, "curve", CanonicalJson.sha256(CanonicalJson.write(recorded.curve())),
                CanonicalJson.sha256(CanonicalJson.write(again.curve())));
        compare(id, "result", CanonicalJson.sha256(CanonicalJson.write(recorded)),
                CanonicalJson.sha256(CanonicalJson.write(again)));
    }

    private void compare(String subject, String what, String recorded, String found) {
        compare(subject, what, recorded, found, recorded.equals(found));
    }

    private void compare(String subject, String what, String recorded, String found, boolean same) {
        if (!same) {
            differ(subject, what, recorded, found);
        }
    }

    private void differ(String subject, String what, String recorded, String found) {
        synchronized (differences) {
            differences.add(new Difference(subject, what, recorded, found));
        }
    }
}
