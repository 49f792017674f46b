package dev.unroll.run;

import java.util.List;
import java.util.Map;

/**
 * All times of a run: the content of {@code timing.json}. Differs from machine to machine and from run to run.
 *
 * @param trials    in the order of {@link RunResults#trials}
 * @param speed     undisturbed measurements in the order dataset, model; empty if none were made
 * @param allocated by ID of the trial, bytes allocated for the model, its buffers and the optimizer; without those where
 *                  it could not be measured, and empty in files that are older than this measurement
 */
public record RunTiming(List<TrialTiming> trials, List<SpeedMeasurement> speed, Map<String, Long> allocated) {

    public RunTiming {
        allocated = allocated == null ? Map.of() : allocated;
    }
}
