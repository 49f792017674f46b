/** How gradients become weight updates. Start at {@link dev.unroll.optimizer.Optimizer}. */
package dev.unroll.optimizer;
