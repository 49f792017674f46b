package dev.unroll.run;

import java.util.List;
import java.util.Map;

/**
 * All that a run found: the content of {@code results.json}. A function of the spec alone: the same bytes on every
 * machine, whatever the kernels, threads and jobs.
 *
 * @param specHash SHA-256 of the resolved spec in canonical form
 * @param datasets in the order of the spec
 * @param models   in the order of the spec
 * @param trials   in the order dataset, model, seed
 * @param summary  in the order dataset, model
 */
public record RunResults(String name, String description, String specHash, List<DatasetResult> datasets,
        List<ModelResult> models, List<Long> seeds, List<TrialResult> trials, List<Summary> summary) {

    /**
     * A dataset as used.
     *
     * @param validationIsTest whether the validation part holds the very examples of the test part
     * @param inputForm        such as {@code 2 features} or {@code tokens of 10}
     * @param targetForm       such as {@code value of 1} or {@code class of 10, per step}
     * @param primaryMetric    the metric that decides: {@code MSE}, {@code MAE}, {@code accuracy}
     * @param higherIsBetter   direction of the primary metric
     * @param unit             of errors; empty if none
     * @param baselines        by name, test metrics of predictors that need no learning
     * @param baselineSlices   the same for each slice of the test part, by name of the baseline and of the slice; empty
     *                         if the dataset has no slices
     */
    public record DatasetResult(String name, String kind, String description, String source, int trainSize,
            int validationSize, int testSize, boolean validationIsTest, String inputForm, String targetForm,
            String primaryMetric, boolean higherIsBetter, String unit, Map<String, Map<String, Double>> baselines,
            Map<String, Map<String, Map<String, Double>>> baselineSlices, List<String> classNames, String fingerprint) {
    }

    /** A model as used: its parameters as written in the resolved spec. */
    public record ModelResult(String name, String kind, String description, Map<String, Object> spec) {
    }

    /**
     * A model on a dataset over its completed seeds.
     *
     * @param metric    by name, over seeds
     * @param slices    the same for each slice of the test part, by its name
     * @param completed trials that count
     * @param failed    trials that diverged or failed
     */
    public record Summary(String dataset, String model, long parameterCount, Map<String, Estimate> metric,
            Map<String, Map<String, Estimate>> slices, int completed, int failed) {
    }

    /**
     * A mean over seeds with its 95 % interval (Student's t; lower = upper = mean and {@code deviation} NaN for one
     * seed). In a {@link Summary} the interval is cut to the values that the metric can take: no error is below 0, and
     * an accuracy lies between 0 and 1. The mean need not be in the middle of what is left.
     */
    public record Estimate(double mean, double lower, double upper, double deviation, double min, double max) {

        /** The same with the interval cut to what lies between these; the mean must lie there too. */
        public Estimate within(double least, double greatest) {
            return new Estimate(mean, Math.max(lower, least), Math.min(upper, greatest), deviation, min, max);
        }
    }
}
