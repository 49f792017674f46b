package dev.unroll.experiment;

import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.Loss;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.ActivityPenalty;
import dev.unroll.model.Task.Target;
import dev.unroll.optimizer.LearningRateSchedule;
import dev.unroll.optimizer.MaxNorm;
import dev.unroll.optimizer.OptimizerSpec;
import dev.unroll.optimizer.WeightPenalty;

/**
 * How a model is trained.
 *
 * @param loss          what is minimized; {@code null} means squared error for values and cross-entropy for classes
 * @param optimizer     default Adam
 * @param learningRate  at least 0; default the optimizer's own
 * @param schedule      what the learning rate is multiplied with at each update; default constant
 * @param batchSize     sequences per update; default 32
 * @param epochs        passes over the training part; exactly one of epochs, updates, examples and seconds is given;
 *                      default 20 epochs
 * @param updates       weight updates; with truncate batches, of which each may take several
 * @param clipNorm      greatest global norm of the gradient; {@code null} for no clipping
 * @param validateEvery updates between validations; {@code null} for once per epoch
 * @param patience      validations without a better one after which training stops early; {@code null} for never
 * @param keepBest      whether the weights of the best validation are the ones that are tested; default true
 * @param minDelta      how much lower than the last that was better, at least 0, a validation loss must be for patience
 *                      to begin anew; default 0. The weights kept are those of the lowest all the same.
 * @param l1            of a penalty {@code l1 Σ |w|} on weights ({@link WeightPenalty}), at least 0; default 0
 * @param l2            of a penalty {@code l2 Σ w²} on weights, at least 0; default 0. It is part of the gradient,
 *                      unlike the {@code weightDecay} of AdamW.
 * @param activityPenalty of a penalty on the mean square of what a model's encoder puts out ({@link ActivityPenalty}),
 *                        at
 *                      least 0; default 0
 * @param temporalPenalty of a penalty on the mean square of its changes from step to step, at least 0; default 0
 * @param maxNorm       greatest norm of what a unit takes in, that is of a column of a weight, after each update
 *                      ({@link MaxNorm}), above 0; {@code null} for no limit
 * @param truncate      steps after which backpropagation through time is cut off, at least 1: batches are cut into
 *                      segments of so many steps, the state goes from each to the next, gradients do not, and each
 *                      segment that has targets is a weight update of its own, with dropout drawn anew. For models
 *                      that carry a state; {@code null} for whole sequences
 * @param examples      training examples to see, repetitions counted, at least 1; ends with the update that reaches
 *                      them
 * @param seconds       time of updates and flossing, validation and making batches not counted, above 0; schedules are
 *                      stretched over it. How many updates it comes to depends on the machine and the moment, so that results are not
 *                      the same bits again.
 * @param gradientsEvery updates between measurements of how far back gradients reach and how gates are used, at least 1;
 *                      {@code null} for before and after training alone
 * @param flossing      steers the Lyapunov exponents of recurrent layers before training, and between updates; {@code
 *                      null} for none
 */
public record TrainingSpec(Loss loss, OptimizerSpec optimizer, Double learningRate, LearningRateSchedule schedule,
        Integer batchSize, Integer epochs, Integer updates, Double clipNorm, Integer validateEvery, Integer patience,
        Boolean keepBest, Double minDelta, Double l1, Double l2, Double activityPenalty, Double temporalPenalty,
        Double maxNorm, Integer truncate, Integer bucketing, Integer examples,
        Double seconds, Integer gradientsEvery, FlossingSpec flossing) {

    public TrainingSpec {
        optimizer = optimizer == null ? OptimizerSpec.named("adam") : optimizer;
        learningRate = learningRate == null ? optimizer.defaultLearningRate() : learningRate;
        schedule = schedule == null ? new LearningRateSchedule.Constant() : schedule;
        batchSize = batchSize == null ? 32 : batchSize;
        requireOneLength(epochs, updates, examples, seconds);
        boolean open = epochs == null && updates == null && examples == null && seconds == null;
        epochs = open ? (Integer) 20 : epochs;
        keepBest = keepBest == null || keepBest;
        minDelta = atLeastZero("minDelta", minDelta);
        l1 = atLeastZero("l1", l1);
        l2 = atLeastZero("l2", l2);
        activityPenalty = atLeastZero("activityPenalty", activityPenalty);
        temporalPenalty = atLeastZero("temporalPenalty", temporalPenalty);
        if (!(learningRate >= 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("learningRate must be at least 0 and finite; got " + learningRate);
        }
        atLeastOne("batchSize", batchSize);
        atLeastOne("epochs", epochs);
        atLeastOne("updates", updates);
        atLeastOne("examples", examples);
        aboveZero("seconds", seconds, "20 epochs");
        atLeastOne("validateEvery", validateEvery);
        atLeastOne("patience", patience);
        atLeastOne("truncate", truncate);
        atLeastOne("gradientsEvery", gradientsEvery);
        if (bucketing != null && bucketing < 2) {
            throw new IllegalArgumentException("bucketing must be at least 2 batches that are sorted together; got "
                    + bucketing + "; leave it out for batches at random");
        }
        if (minDelta > 0 && patience == null) {
            throw new IllegalArgumentException("minDelta says what patience counts as better and needs it; got "
                    + "" + minDelta
                    + " without patience; add patience or leave minDelta out");
        }
        aboveZero("clipNorm", clipNorm, "no clipping");
        aboveZero("maxNorm", maxNorm, "no limit");
    }

    /** The penalty on what a model's encoder puts out. */
    public ActivityPenalty activity() {
        return new ActivityPenalty(activityPenalty, temporalPenalty);
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
     * Updates that training takes with this many training examples unless it stops early; {@link Integer#MAX_VALUE}
     * where seconds decide.
     *
     * @throws IllegalArgumentException if they are too many to count in an int
     */
    public int totalUpdates(int trainSize) {
        if (updates != null) {
            return updates;
        }
        int perEpoch = updatesPerEpoch(trainSize);
        if (examples != null) {
            // The last batch of an epoch may be smaller; more than the examples asked for come only with the last.
            return examples / trainSize * perEpoch + (examples % trainSize + batchSize - 1) / batchSize;
        }
        if (seconds != null) {
            return Integer.MAX_VALUE;
        }
        if (epochs > Integer.MAX_VALUE / perEpoch) {
            throw new IllegalArgumentException("epochs must come to at most " + Integer.MAX_VALUE + " updates; got "
                    + epochs + " of " + perEpoch + " updates each; lower epochs or raise batchSize");
        }
        return epochs * perEpoch;
    }

    /** The same training, so many updates long. */
    public TrainingSpec withUpdates(int number) {
        return withLength(number, null);
    }

    /** The same training, so many seconds long. */
    public TrainingSpec withSeconds(double number) {
        return withLength(null, number);
    }

    private TrainingSpec withLength(Integer number, Double time) {
        return new TrainingSpec(loss, optimizer, learningRate, schedule, batchSize, null, number, clipNorm,
                validateEvery, patience, keepBest, minDelta, l1, l2, activityPenalty, temporalPenalty, maxNorm,
                truncate, bucketing, null, time, gradientsEvery, flossing);
    }

    private static void requireOneLength(Integer epochs, Integer updates, Integer examples, Double seconds) {
        int given = 0;
        for (Object length : new Object[] {epochs, updates, examples, seconds}) {
            given += length == null ? 0 : 1;
        }
        if (given > 1) {
            throw new IllegalArgumentException("train must have one of epochs, updates, examples and seconds; got "
                    + given + " of them; remove all but one");
        }
    }

    private static void atLeastOne(String name, Integer value) {
        if (value != null && value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1; got " + value);
        }
    }

    private static Double atLeastZero(String name, Double value) {
        if (value != null && !(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be at least 0 and finite; got " + value);
        }
        return value == null ? 0.0 : value;
    }

    private static void aboveZero(String name, Double value, String without) {
        if (value != null && !(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be above 0 and finite; got " + value
                    + "; leave it out for " + without);
        }
    }
}
