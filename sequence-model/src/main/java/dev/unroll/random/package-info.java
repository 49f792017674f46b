/**
 * Counter-based randomness, keyed by seed and purpose. Start at {@link dev.unroll.random.Randomness}.
 */
package dev.unroll.random;
