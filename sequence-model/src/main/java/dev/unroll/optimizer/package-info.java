/**
 * How gradients become weight updates. Start at {@link dev.unroll.optimizer.OptimizerSpec}; the trainer also uses
 * {@link dev.unroll.optimizer.GradientClipping} and {@link dev.unroll.optimizer.LearningRateSchedule}.
 */
package dev.unroll.optimizer;
