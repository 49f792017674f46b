/**
 * How far back in time a model's gradient reaches, and what a model looks at: one class per measure, all of them named in
 * {@link dev.unroll.gradient.Measures}. Start at {@link dev.unroll.gradient.Measure}; what every training keeps of its own
 * is a {@link dev.unroll.gradient.GradientHistory}, what a prediction has to do with its input an
 * {@link dev.unroll.gradient.Attribution}.
 */
package dev.unroll.gradient;
