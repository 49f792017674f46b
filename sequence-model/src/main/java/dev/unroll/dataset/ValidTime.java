package dev.unroll.dataset;

/**
 * The valid time of a forecast of a chaotic system (Vlachas et al. 2020, "Backpropagation algorithms and reservoir
 * computing in recurrent neural networks for the forecasting of complex spatiotemporal dynamics"): how long the
 * forecast stays near the truth. A target holds the values of {@code variables} variables at each of its steps, step
 * after step; the forecast is valid for as many steps, from the first, as the root of the mean squared error over the
 * variables, in the scaled units of the targets, stays within the tolerance.
 *
 * @param variables   V; the size of the target is a multiple of it
 * @param timePerStep the time between two steps, in Lyapunov times: the greatest Lyapunov exponent times the interval
 * @param tolerance   greatest error that counts as valid; where targets have unit variance, a share of their deviation
 */
public record ValidTime(int variables, double timePerStep, double tolerance) {
}
