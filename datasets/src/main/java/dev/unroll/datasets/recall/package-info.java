/**
 * Generated tasks of remembering: what was said once is asked for later. Start at
 * {@link dev.unroll.datasets.recall.DelayedRecallDataset}.
 */
package dev.unroll.datasets.recall;
