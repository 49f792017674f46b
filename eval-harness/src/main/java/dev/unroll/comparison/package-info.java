/**
 * What the trials of a run show: who is ahead of whom on which task and over all, how surely, and how many seeds it would
 * take where nothing is shown. Start at {@link dev.unroll.comparison.RunComparisons}; {@code docs/statistics.md} has the
 * rules in words.
 */
package dev.unroll.comparison;
