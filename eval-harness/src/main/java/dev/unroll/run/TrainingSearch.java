package dev.unroll.run;

import dev.unroll.dataset.Part;
import dev.unroll.engine.Engine;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.Settlement.Tuned;
import dev.unroll.experiment.Settlement.TuningTrial;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.experiment.TuneSpec;
import dev.unroll.experiment.TuneSpec.Candidate;
import dev.unroll.experiment.TuneSpec.Method;
import dev.unroll.model.SequenceModel;
import dev.unroll.training.StopSignal;
import dev.unroll.training.StoppedException;
import dev.unroll.training.Trainer;
import dev.unroll.training.TrainingOutcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for the settings of one model on one dataset: trains with each candidate and compares losses on the validation
 * part. The test part is not touched. What is found depends on the experiment alone. A candidate that diverges or fails
 * is worse than any other, and stops none.
 */
final class TrainingSearch {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingSearch.class);

    private final ExperimentSpec spec;
    private final TuneSpec tune;
    private final Kinds kinds;
    private final StopSignal stop;

    TrainingSearch(ExperimentSpec spec, Kinds kinds, StopSignal stop) {
        this.spec = spec;
        this.tune = spec.tune();
        this.kinds = kinds;
        this.stop = stop;
    }

    /** What was tried, and the training with what was best. */
    record Found(Tuned tuned, TrainingSpec training) {
    }

    /** @param index of the dataset */
    Found search(int index, PreparedDataset dataset, ModelEntry model) {
        TrainingSpec written = model.training().get(index);
        if (dataset.data().validationIsTest()) {
            throw new IllegalArgumentException("tune needs a validation part of its own, or settings would be chosen on the"
                    + " test part; got none on dataset " + dataset.entry().name()
                    + "; give it one, or leave tune out");
        }
        List<Candidate> candidates = tune.candidates(dataset.entry().name(), model.name(), written);
        int trainSize = dataset.data().size(Part.TRAIN);
        List<TuningTrial> trials = new ArrayList<>();
        List<Integer> going = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            going.add(i);
        }
        int rungs = tune.method() == Method.HALVING ? rungs(candidates.size(), tune.keep()) : 0;
        Map<Integer, Integer> trialOf = new TreeMap<>();
        for (int rung = rungs; rung >= 0; rung--) {
            List<Integer> tried = going;
            double parts = rung == 0 ? 1 : power(tune.keep(), rung);
            for (int candidate : tried) {
                trialOf.put(candidate, trials.size());
                trials.add(trial(candidates.get(candidate), dataset, model, trainSize, parts));
            }
            going = tried.stream().sorted(Comparator.comparingDouble(candidate -> loss(trials.get(trialOf.get(candidate)))))
                    .limit(rung == 0 ? 1 : Math.max(1, tried.size() / tune.keep())).sorted().toList();
        }
        int chosen = going.get(0);
        return new Found(new Tuned(dataset.entry().name(), model.name(), trials, trialOf.get(chosen)),
                candidates.get(chosen).training());
    }

    private static int rungs(int candidates, int keep) {
        int rungs = 0;
        for (int left = candidates; left >= keep; left /= keep) {
            rungs++;
        }
        return rungs;
    }

    private static double power(Integer keep, int exponent) {
        double power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= keep;
        }
        return power;
    }

    private static double loss(TuningTrial trial) {
        return trial.validationLoss() == null ? Double.POSITIVE_INFINITY : trial.validationLoss();
    }

    /**
     * A training of which only one of so many equal parts is made: of its seconds where these decide, else of the updates
     * that it comes to by itself, at least one.
     */
    static TrainingSpec part(TrainingSpec training, int trainSize, double parts) {
        if (parts == 1) {
            return training;
        }
        return training.seconds() != null ? training.withSeconds(training.seconds() / parts)
                : training.withUpdates((int) Math.max(1, training.totalUpdates(trainSize) / parts));
    }

    private TuningTrial trial(Candidate candidate, PreparedDataset dataset, ModelEntry model, int trainSize,
            double parts) {
        TrainingSpec training = part(candidate.training(), trainSize, parts);
        Engine engine = Engine.withThreads(1);
        try {
            SequenceModel made = Models.create(kinds.models().get(model.kind()), model.spec(),
                    Models.task(dataset.data(), training), tune.trainSeed(), engine);
            TrainingOutcome outcome = new Trainer(made, dataset.data(), training, tune.trainSeed(), engine, stop,
                    fraction -> { }).train();
            return new TuningTrial(candidate.settings(), outcome.updates(),
                    outcome.diverged() ? null : validationLoss(outcome, training.keepBest()), outcome.divergence());
        } catch (StoppedException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            return failed(candidate, "out of memory (" + e.getMessage() + "); give the virtual machine more with -Xmx, or"
                    + " make batches smaller");
        } catch (IllegalArgumentException e) {
            return failed(candidate, e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("training with {} failed", candidate.settings(), e);
            return failed(candidate, e.toString());
        } finally {
            engine.workers().close();
        }
    }

    private static TuningTrial failed(Candidate candidate, String reason) {
        return new TuningTrial(candidate.settings(), 0, null, reason);
    }

    private static Double validationLoss(TrainingOutcome outcome, boolean keepBest) {
        var losses = outcome.curve().stream().mapToDouble(point -> point.validationLoss());
        return keepBest ? losses.min().orElse(Double.NaN)
                : (Double) outcome.curve().get(outcome.curve().size() - 1).validationLoss();
    }
}
