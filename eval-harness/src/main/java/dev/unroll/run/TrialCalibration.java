package dev.unroll.run;

import com.sun.management.ThreadMXBean;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.engine.Engine;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.model.SequenceModel;
import dev.unroll.training.UpdateStep;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Times a few updates of each model on each dataset, after the smallest model of each kind was trained for a while so that
 * the virtual machine has compiled what it will compile; before that, updates are slower by far, and take memory that they
 * will not take. Where time runs out, the rest is inferred from what was measured of the same kind of model, in proportion
 * to its multiply-adds: parameters times steps.
 */
final class TrialCalibration {

    /** Evaluation goes forward only, which is about a third of the work of an update. */
    private static final double FORWARD_SHARE = 1 / 3.0;
    private static final double NANOS = 1e9;
    /** Value, gradient, best weights and up to two of an optimizer. */
    private static final int BYTES_PER_PARAMETER = 5 * Float.BYTES;

    private final ExperimentSpec spec;
    private final Kinds kinds;
    private final List<PreparedDataset> datasets;

    TrialCalibration(ExperimentSpec spec, Kinds kinds, List<PreparedDataset> datasets) {
        this.spec = spec;
        this.kinds = kinds;
        this.datasets = datasets;
    }

    /** @param secondsPerUpdate time of one update with its batch */
    private record Measured(double secondsPerUpdate, long bytes, double workPerUpdate) {
    }

    List<TrialEstimate> estimates(double seconds) {
        List<TrialPlan> plans = TrialPlanner.plans(spec, kinds, datasets);
        int seeds = spec.seeds().size();
        Map<Integer, Measured> measured = new HashMap<>();
        Map<String, List<Measured>> byKind = new HashMap<>();
        warmUp(plans, seconds / 2);
        long end = System.nanoTime() + (long) (seconds / 2 * NANOS);
        double each = seconds / 2 / Math.max(1, plans.size() / seeds);
        for (int first = 0; first == 0 || first < plans.size() && System.nanoTime() < end; first += seeds) {
            Measured one = measure(plans.get(first), dataset(plans.get(first)), each);
            measured.put(first, one);
            byKind.computeIfAbsent(plans.get(first).model().kind(), kind -> new ArrayList<>()).add(one);
        }
        List<TrialEstimate> estimates = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            TrialPlan plan = plans.get(i);
            Measured own = measured.get(i / seeds * seeds);
            Measured used = own != null ? own : inferred(plan, byKind, measured.get(0));
            estimates.add(new TrialEstimate(plan.id(), plan.parameterCount(),
                    updates(plan, used.secondsPerUpdate()),
                    used.secondsPerUpdate() * equivalentUpdates(plan, updates(plan, used.secondsPerUpdate())),
                    used.bytes(), own != null));
        }
        return estimates;
    }

    private void warmUp(List<TrialPlan> plans, double seconds) {
        Map<String, TrialPlan> smallest = new TreeMap<>();
        for (TrialPlan plan : plans) {
            smallest.merge(plan.model().kind(), plan, (a, b) -> workPerUpdate(b) < workPerUpdate(a) ? b : a);
        }
        for (TrialPlan plan : smallest.values()) {
            measure(plan, dataset(plan), seconds / smallest.size());
        }
    }

    private PreparedDataset dataset(TrialPlan plan) {
        return datasets.stream().filter(one -> one.entry().name().equals(plan.dataset())).findFirst().orElseThrow();
    }

    private Measured measure(TrialPlan plan, PreparedDataset dataset, double seconds) {
        long before = allocated();
        Engine engine = Engine.withThreads(1);
        SequenceModel model = Models.create(kinds.models().get(plan.model().kind()), plan.model().spec(),
                Models.task(dataset.data(), plan.training()), plan.seed(), engine);
        UpdateStep step = new UpdateStep(model, engine, plan.training(), plan.seed(), plan.updates());
        int[] indices = indices(dataset.data(), plan.training());
        step.run(dataset.data().batch(Part.TRAIN, indices), 0);
        long bytes = allocated() - before + plan.parameterCount() * BYTES_PER_PARAMETER;
        double perUpdate = time(step, dataset.data(), indices, seconds);
        engine.workers().close();
        return new Measured(perUpdate, bytes, workPerUpdate(plan));
    }

    private static double time(UpdateStep step, SequenceDataset data, int[] indices, double seconds) {
        long begin = System.nanoTime();
        int count = 0;
        do {
            step.run(data.batch(Part.TRAIN, indices), ++count);
        } while (System.nanoTime() - begin < seconds * NANOS);
        return (System.nanoTime() - begin) / NANOS / count;
    }

    private static int[] indices(SequenceDataset data, TrainingSpec training) {
        int[] indices = new int[Math.min(training.batchSize(), data.size(Part.TRAIN))];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = i;
        }
        return indices;
    }

    private static double workPerUpdate(TrialPlan plan) {
        return plan.training().seconds() == null ? plan.work() / plan.updates() : plan.work();
    }

    private static Measured inferred(TrialPlan plan, Map<String, List<Measured>> byKind, Measured first) {
        List<Measured> known = byKind.getOrDefault(plan.model().kind(), List.of(first));
        Measured nearest = known.get(0);
        for (Measured one : known) {
            if (distance(one, plan) < distance(nearest, plan)) {
                nearest = one;
            }
        }
        double ratio = workPerUpdate(plan) / nearest.workPerUpdate();
        return new Measured(nearest.secondsPerUpdate() * ratio, (long) (nearest.bytes() * ratio), workPerUpdate(plan));
    }

    private static double distance(Measured measured, TrialPlan plan) {
        double ratio = workPerUpdate(plan) / measured.workPerUpdate();
        return Math.max(ratio, 1 / ratio);
    }

    /** Updates, and what evaluations on the validation and test parts come to in updates. */
    private double equivalentUpdates(TrialPlan plan, int updates) {
        SequenceDataset data = dataset(plan).data();
        TrainingSpec training = plan.training();
        int every = training.validateEvery() == null ? training.updatesPerEpoch(data.size(Part.TRAIN))
                : training.validateEvery();
        double validations = 2 + Math.ceil((double) updates / every);
        double batches = validations * Math.ceil((double) data.size(Part.VALIDATION) / training.batchSize())
                + Math.ceil((double) data.size(Part.TEST) / training.batchSize());
        return updates + batches * FORWARD_SHARE;
    }

    private static int updates(TrialPlan plan, double secondsPerUpdate) {
        Double seconds = plan.training().seconds();
        return seconds == null ? plan.updates() : (int) Math.min(Integer.MAX_VALUE, seconds / secondsPerUpdate);
    }

    private static long allocated() {
        return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
                ? threads.getThreadAllocatedBytes(Thread.currentThread().getId()) : 0;
    }
}
