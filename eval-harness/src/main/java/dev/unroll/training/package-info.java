/** The loop that trains a model and the measurements on the way. Start at {@link dev.unroll.training.Trainer}. */
package dev.unroll.training;
