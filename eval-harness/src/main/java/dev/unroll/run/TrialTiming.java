package dev.unroll.run;

/**
 * How long a trial took on this machine, validation not counted.
 *
 * @param id               the trial's
 * @param trainingSeconds  time in updates
 * @param totalSeconds     wall time of the trial, with validation, tests and analysis; of what was before an interruption,
 *                         the updates alone
 * @param millisPerUpdate  median over the updates after the first tenth (warm-up)
 * @param lowerMillis      0.1 quantile of the same
 * @param upperMillis      0.9 quantile of the same
 * @param sequencesPerSecond batch size / median time of an update
 */
public record TrialTiming(String id, double trainingSeconds, double totalSeconds, double millisPerUpdate,
        double lowerMillis, double upperMillis, double sequencesPerSecond) {
}
