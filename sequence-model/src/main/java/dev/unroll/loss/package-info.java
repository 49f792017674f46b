/**
 * What training minimizes. Start at {@link dev.unroll.loss.Loss}; {@link dev.unroll.loss.BatchLoss} computes one over
 * a batch.
 */
package dev.unroll.loss;
