package dev.unroll.run;

import java.util.List;

/**
 * All times of a run: the content of {@code timing.json}. Differs from machine to machine and from run to run.
 *
 * @param trials in the order of {@link RunResults#trials}
 * @param speed  undisturbed measurements in the order dataset, model; empty if none were made
 */
public record RunTiming(List<TrialTiming> trials, List<SpeedMeasurement> speed) {
}
