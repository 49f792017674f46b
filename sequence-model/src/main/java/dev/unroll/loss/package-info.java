/**
 * What training minimizes. Start at {@link dev.unroll.loss.Loss}.
 */
package dev.unroll.loss;
