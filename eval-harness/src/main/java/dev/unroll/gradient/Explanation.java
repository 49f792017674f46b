package dev.unroll.gradient;

import dev.unroll.model.SequenceBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One prediction explained, in the data's own terms.
 *
 * @param model    ID of its trial
 * @param sequence what was explained
 * @param output   which output, in words
 * @param value    of the output
 * @param baseline of the output for an input of zeros; {@code null} where the method does not ask for it
 * @param gap      how far scores are from adding up to the difference of these; {@code null} likewise
 * @param method   in a word
 * @param features names of the features; empty for tokens
 * @param steps    one for each step of the sequence
 */
public record Explanation(String model, String sequence, String output, double value, Double baseline, Double gap,
        String method, List<String> features, List<Step> steps) {

    /**
     * A step of the sequence.
     *
     * @param token  its symbol; {@code null} for features
     * @param values of its features in the data's own units; empty for tokens
     * @param scores one for each feature, or one for the token
     */
    public record Step(String token, double[] values, double[] scores) {

        /** All scores of the step together. */
        public double score() {
            double sum = 0;
            for (double score : scores) {
                sum += score;
            }
            return sum;
        }
    }

    /**
     * Puts an attribution beside what it is about.
     *
     * @param names  of the features, or the symbols
     * @param scale  of the features, as in {@link dev.unroll.dataset.InputUnits}
     * @param offset likewise
     * @param batch  of one sequence
     * @param output in words
     */
    public static Explanation of(String model, String sequence, List<String> names, double[] scale, double[] offset,
            SequenceBatch batch, String output, Attribution found) {
        boolean tokens = batch.tokens() != null;
        int size = found.size();
        List<Step> steps = new ArrayList<>();
        for (int t = 0; t < batch.lengths()[0]; t++) {
            double[] values = new double[tokens ? 0 : size];
            double[] scores = new double[size];
            for (int f = 0; f < size; f++) {
                scores[f] = found.scores()[t * size + f];
                if (!tokens) {
                    values[f] = batch.features()[t * size + f] * scale[f] + offset[f];
                }
            }
            steps.add(new Step(tokens ? names.get(batch.tokens()[t]) : null, values, scores));
        }
        boolean complete = !Double.isNaN(found.baseline());
        return new Explanation(model, sequence, output, found.output(), complete ? found.baseline() : null,
                complete ? found.gap() : null, found.method().name().toLowerCase(Locale.ROOT),
                tokens ? List.of() : List.copyOf(names), steps);
    }

    /** The greatest score of a step and feature, whatever its sign; 0 if all are. */
    public double greatest() {
        double greatest = 0;
        for (Step step : steps) {
            for (double score : step.scores()) {
                greatest = Math.max(greatest, Math.abs(score));
            }
        }
        return greatest;
    }

    /**
     * Columns of the picture that the features are, one value each, row by row; 0 if they do not look like a picture.
     */
    public int pictureWidth() {
        int values = features.isEmpty() ? 0 : steps.size() * features.size();
        int side = (int) Math.round(Math.sqrt(values));
        boolean square = side * side == values && side >= 6;
        return square && (features.size() == 1 || features.size() == side) ? side : 0;
    }
}
