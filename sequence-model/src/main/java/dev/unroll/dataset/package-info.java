/**
 * The contract between datasets and the harness. Start at {@link dev.unroll.dataset.SequenceDataset}.
 */
package dev.unroll.dataset;
