package dev.unroll.experiment;

import dev.unroll.loss.Loss;

/**
 * How a model is trained.
 *
 * @param loss          what is minimized; {@code null} means squared error for values and cross-entropy for classes
 * @param batchSize     sequences per update; default 32
 * @param epochs        passes over the training part; exactly one of epochs and updates is given; default 20 epochs
 * @param updates       weight updates
 * @param clipNorm      greatest global norm of the gradient; {@code null} for no clipping
 * @param validateEvery updates between validations; default once per epoch
 * @param patience      validations without a better one after which training stops early; {@code null} for never
 * @param keepBest      whether the weights of the best validation are the ones that are tested; default true
 */
public record TrainingSpec(Loss loss, Integer batchSize, Integer epochs, Integer updates, Double clipNorm,
        Integer validateEvery, Integer patience, Boolean keepBest) {
}
