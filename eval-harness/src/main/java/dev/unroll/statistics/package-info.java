/**
 * How surely scores are known and whether they differ. Values are plain arrays; nothing here knows of runs or reports.
 * Start at {@link dev.unroll.statistics.PairedStudent}, which decides, and
 * {@link dev.unroll.statistics.Aggregate}, which sums up. {@code docs/statistics.md} says which is used for what.
 */
package dev.unroll.statistics;
