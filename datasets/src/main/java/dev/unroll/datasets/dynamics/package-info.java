/**
 * Generated series to forecast: sums of sines and chaotic systems. Start at
 * {@link dev.unroll.datasets.dynamics.ChaoticDataset}.
 */
package dev.unroll.datasets.dynamics;
