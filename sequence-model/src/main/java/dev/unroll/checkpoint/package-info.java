/**
 * Weights on disk, readable from Python, and their hash. Start at {@link dev.unroll.checkpoint.Checkpoint}.
 */
package dev.unroll.checkpoint;
