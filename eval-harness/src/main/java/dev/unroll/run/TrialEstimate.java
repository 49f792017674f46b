package dev.unroll.run;

import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.ExperimentSpec.DatasetEntry;
import dev.unroll.experiment.Kinds;
import java.util.ArrayList;
import java.util.List;

/**
 * What a trial is expected to take on this machine, on one thread of its own, unless it stops early.
 *
 * @param id             {@code dataset/model/seed}
 * @param parameterCount trained values of the model
 * @param updates        weight updates
 * @param seconds        of updates, batches, validation and test
 * @param bytes          of the model, its buffers and the optimizer's memory; not of the data, which trials share
 * @param measured       whether updates of this very model were timed here; else their time was inferred, by counting
 *                       operations, from another model of its kind that was
 */
public record TrialEstimate(String id, long parameterCount, int updates, double seconds, long bytes,
        boolean measured) {

    /**
     * Estimates for all trials of an experiment, in the order dataset, model, seed.
     *
     * @param seconds how long to measure, roughly; what there is no time for is inferred
     * @throws dev.unroll.dataset.DataException if the data cannot be used
     * @throws IllegalArgumentException         if a model cannot do what a dataset asks
     */
    public static List<TrialEstimate> of(ExperimentSpec spec, Kinds kinds, double seconds) {
        List<PreparedDataset> datasets = spec.datasets().stream().map(entry -> prepared(entry, spec, kinds)).toList();
        ExperimentSpec sized = new OpenSettings(kinds, 1, words -> { }).sized(spec, datasets, new ArrayList<>());
        return new TrialCalibration(sized, kinds, datasets).estimates(seconds);
    }

    private static PreparedDataset prepared(DatasetEntry entry, ExperimentSpec spec, Kinds kinds) {
        return PreparedDataset.of(entry, kinds.datasets().get(entry.kind()), spec.dataSeed());
    }
}
