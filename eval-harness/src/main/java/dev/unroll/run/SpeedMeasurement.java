package dev.unroll.run;

/**
 * How fast a model trains on a dataset when nothing else runs: measured apart from the trials, alone on the machine,
 * after warm-up.
 *
 * @param updates            timed updates
 * @param millisPerUpdate    median over them
 * @param lowerMillis        0.1 quantile
 * @param upperMillis        0.9 quantile
 * @param sequencesPerSecond batch size / median time of an update
 */
public record SpeedMeasurement(String dataset, String model, int updates, double millisPerUpdate, double lowerMillis,
        double upperMillis, double sequencesPerSecond) {
}
