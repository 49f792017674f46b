/**
 * Separate sequences with a target each: a class, a value, or a class at every step. Start at {@link
 * dev.unroll.datasets.sequences.SequencesDataset}.
 */
package dev.unroll.datasets.sequences;
