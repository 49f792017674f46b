/** What a few repetitions say about a mean, and quantiles. Start at {@link dev.unroll.statistics.Intervals}. */
package dev.unroll.statistics;
