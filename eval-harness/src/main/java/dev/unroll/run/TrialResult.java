package dev.unroll.run;

import dev.unroll.gradient.GradientHistory;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;

/**
 * What one trial (a dataset, a model, a seed) came to. Holds only what the spec and the seed decide, to the bit; how
 * long it took is in {@link TrialTiming}.
 *
 * @param id             {@code dataset/model/seed}
 * @param status         how it ended
 * @param reason         why it diverged or failed, in one sentence; empty if completed
 * @param parameterCount trained values
 * @param updates        weight updates made
 * @param bestUpdate     the update after which validation was best: whose weights are tested if best weights are kept
 * @param stoppedEarly   whether patience ran out
 * @param curve          one point per validation, the first before any update
 * @param test           metrics on the test part, by name, in the data's own units; the first is the primary one
 * @param testSlices     the same for each slice of the test part, by its name; empty if the dataset has no slices
 * @param validation     the same on the validation part, for the tested weights
 * @param reachBefore    how far back the gradient reaches before training; empty arrays if not measured
 * @param reachAfter     the same for the tested weights
 * @param gradients      before, during and after training: the same with respect to inner states too, the use of gates, and
 *                       the norms of updates
 * @param samples        some test predictions beside the truth, for figures
 * @param weightHash     SHA-256 of the tested weights; empty unless completed
 * @param predictionHash SHA-256 of all test predictions; empty unless completed
 */
public record TrialResult(String id, String dataset, String model, long seed, Status status, String reason,
        long parameterCount, int updates, int bestUpdate, boolean stoppedEarly, List<CurvePoint> curve,
        Map<String, Double> test, Map<String, Map<String, Double>> testSlices, Map<String, Double> validation,
        GradientReach reachBefore, GradientReach reachAfter, GradientHistory gradients, Samples samples,
        String weightHash, String predictionHash) {

    public TrialResult {
        // What an earlier version wrote has none.
        gradients = gradients == null ? GradientHistory.NONE : gradients;
    }

    /** Of a trial whose gradients were not followed. */
    public TrialResult(String id, String dataset, String model, long seed, Status status, String reason,
            long parameterCount, int updates, int bestUpdate, boolean stoppedEarly, List<CurvePoint> curve,
            Map<String, Double> test, Map<String, Map<String, Double>> testSlices, Map<String, Double> validation,
            GradientReach reachBefore, GradientReach reachAfter, Samples samples, String weightHash,
            String predictionHash) {
        this(id, dataset, model, seed, status, reason, parameterCount, updates, bestUpdate, stoppedEarly, curve, test,
                testSlices, validation, reachBefore, reachAfter, GradientHistory.NONE, samples, weightHash,
                predictionHash);
    }

    /** How a trial ended. */
    public enum Status {
        COMPLETED,
        /** The loss or a gradient became infinite or not a number. */
        DIVERGED,
        FAILED
    }

    /**
     * One validation.
     *
     * @param update         updates made so far
     * @param epoch          passes over the training part so far
     * @param trainLoss      mean loss of the batches since the previous point, as trained on (dropout on); at update 0
     *                       the loss of the first batch
     * @param validationLoss loss on the validation part
     * @param metrics        metrics on the validation part, by name, in the data's own units
     */
    public record CurvePoint(int update, double epoch, double trainLoss, double validationLoss,
            Map<String, Double> metrics) {
    }

    /**
     * The norm of the loss's gradient with respect to the input, by distance from the step where the loss is: entry d
     * is for the input d steps back.
     *
     * @param meanLog10 mean over the probe batch of the norm's log₁₀ (norms of exactly 0 count as the least positive
     *                  float)
     * @param median    median of the norm
     * @param lower     0.1 quantile
     * @param upper     0.9 quantile
     */
    public record GradientReach(double[] meanLog10, double[] median, double[] lower, double[] upper) {
    }

    /**
     * Test predictions for figures, in the data's own units, in order of the test part from its first example.
     *
     * @param truth     {@code [n]}: the first component of a value, or the class
     * @param predicted {@code [n]}: likewise
     * @param lower     {@code [n]}: the lowest quantile that was forecast; empty without quantiles
     * @param upper     {@code [n]}: the highest, likewise
     */
    public record Samples(double[] truth, double[] predicted, @JsonInclude(Include.NON_EMPTY) double[] lower,
            @JsonInclude(Include.NON_EMPTY) double[] upper) {

        public Samples {
            lower = lower == null ? new double[0] : lower;
            upper = upper == null ? new double[0] : upper;
        }

        /** Without quantiles. */
        public Samples(double[] truth, double[] predicted) {
            this(truth, predicted, null, null);
        }
    }
}
