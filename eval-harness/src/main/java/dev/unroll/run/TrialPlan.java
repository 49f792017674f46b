package dev.unroll.run;

import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.TrainingSpec;

/**
 * A trial to be run.
 *
 * @param id             {@code dataset/model/seed}
 * @param dataset        by name
 * @param parameterCount trained values of the model
 * @param updates        that training takes unless it stops early
 * @param work           a rough measure of how long it takes, in multiply-adds: parameters x steps x updates
 */
public record TrialPlan(String id, String dataset, ModelEntry model, TrainingSpec training, long seed,
        long parameterCount, int updates, double work) {
}
