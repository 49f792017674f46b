package dev.unroll.experiment;

import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.Loss;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.Task.Target;
import dev.unroll.optimizer.LearningRateSchedule;
import dev.unroll.optimizer.OptimizerSpec;

/**
 * How a model is trained.
 *
 * @param loss          what is minimized; {@code null} means squared error for values and cross-entropy for classes
 * @param optimizer     default Adam
 * @param learningRate  at least 0; default the optimizer's own
 * @param schedule      what the learning rate is multiplied with at each update; default constant
 * @param batchSize     sequences per update; default 32
 * @param epochs        passes over the training part; exactly one of epochs and updates is given; default 20 epochs
 * @param updates       weight updates
 * @param clipNorm      greatest global norm of the gradient; {@code null} for no clipping
 * @param validateEvery updates between validations; {@code null} for once per epoch
 * @param patience      validations without a better one after which training stops early; {@code null} for never
 * @param keepBest      whether the weights of the best validation are the ones that are tested; default true
 */
public record TrainingSpec(Loss loss, OptimizerSpec optimizer, Double learningRate, LearningRateSchedule schedule,
        Integer batchSize, Integer epochs, Integer updates, Double clipNorm, Integer validateEvery, Integer patience,
        Boolean keepBest) {

    public TrainingSpec {
        optimizer = optimizer == null ? OptimizerSpec.named("adam") : optimizer;
        learningRate = learningRate == null ? optimizer.defaultLearningRate() : learningRate;
        schedule = schedule == null ? new LearningRateSchedule.Constant() : schedule;
        batchSize = batchSize == null ? 32 : batchSize;
        epochs = epochs == null && updates == null ? (Integer) 20 : epochs;
        keepBest = keepBest == null || keepBest;
        if (!(learningRate >= 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("learningRate must be at least 0 and finite; got " + learningRate);
        }
        atLeastOne("batchSize", batchSize);
        atLeastOne("epochs", epochs);
        atLeastOne("updates", updates);
        atLeastOne("validateEvery", validateEvery);
        atLeastOne("patience", patience);
        if (epochs != null && updates != null) {
            throw new IllegalArgumentException("train must have either epochs or updates; got both: " + epochs + " and "
                    + updates + "; remove one");
        }
        if (clipNorm != null && !(clipNorm > 0 && clipNorm < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("clipNorm must be above 0 and finite; got " + clipNorm
                    + "; leave it out for no clipping");
        }
    }

    /** What is minimized for this target. */
    public Loss lossFor(Target target) {
        if (loss != null) {
            return loss;
        }
        return target.classification() ? new CrossEntropy() : new ValueLoss.Squared();
    }

    /** Updates that one pass over this many training examples takes; the last batch may be smaller. */
    public int updatesPerEpoch(int trainSize) {
        return (trainSize - 1) / batchSize + 1;
    }

    /**
     * Updates that training takes with this many training examples unless it stops early.
     *
     * @throws IllegalArgumentException if they are too many to count in an int
     */
    public int totalUpdates(int trainSize) {
        if (updates != null) {
            return updates;
        }
        int perEpoch = updatesPerEpoch(trainSize);
        if (epochs > Integer.MAX_VALUE / perEpoch) {
            throw new IllegalArgumentException("epochs must come to at most " + Integer.MAX_VALUE + " updates; got "
                    + epochs + " of " + perEpoch + " updates each; lower epochs or raise batchSize");
        }
        return epochs * perEpoch;
    }

    private static void atLeastOne(String name, Integer value) {
        if (value != null && value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1; got " + value);
        }
    }
}
