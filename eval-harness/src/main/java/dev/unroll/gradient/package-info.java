/** How far back in time a model's gradient reaches. Start at {@link dev.unroll.gradient.GradientReachAnalysis}. */
package dev.unroll.gradient;
