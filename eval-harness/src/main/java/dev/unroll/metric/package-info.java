/**
 * Measures of error and success, the same code for models and baselines. Start at {@link dev.unroll.metric.Scores}.
 */
package dev.unroll.metric;
