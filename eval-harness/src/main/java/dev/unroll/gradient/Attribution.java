package dev.unroll.gradient;

import dev.unroll.model.InputGradients;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import java.util.Arrays;

/**
 * What each step of a sequence has to do with one output F of a model, by one of three methods. With x the input as the
 * model takes it in, features or embeddings, summed over the values of an embedding:
 *
 * <pre>
 * gradient     x_i ∂F/∂x_i                                    (Shrikumar, Greenside, Shcherbina &amp; Kundaje 2016)
 * integrated   x_i ∫₀¹ ∂F(α x)/∂x_i dα = Σ: F(x) - F(0)       (Sundararajan, Taly &amp; Yan 2017)
 * occlusion    F(x) - F(x without i)                          (Zeiler &amp; Fergus 2014; Li, Monroe &amp; Jurafsky
 * 2016)
 * </pre>
 *
 * arXiv 1605.01713, 1703.01365, 1311.2901 and 1612.08220. The baseline is an input of zeros: the mean of features that
 * are scaled, and no embedding at all. Occlusion sets a feature to 0, and leaves a token out. The integral is a sum
 * over {@value #STEPS} midpoints; {@link #gap} says how far its scores are from adding up to what they should.
 *
 * @param size     scores per step: one for each feature, or one for a token
 * @param scores   {@code [steps, size]}: above 0 for what raises the output
 * @param output   F(x)
 * @param baseline F(0); NaN for methods that do not ask for it
 */
public record Attribution(Method method, int size, double[] scores, double output, double baseline) {

    private static final int STEPS = 128;
    private static final int MOST_TOGETHER = 64;

    /** How scores are found. */
    public enum Method {
        GRADIENT, INTEGRATED, OCCLUSION
    }

    /** The output that is explained: for a target per step its step; which of the values that the model puts out. */
    public record Output(int step, int index) {
    }

    /**
     * Explains one output for one sequence.
     *
     * @param batch of this one sequence; targets are not read
     * @throws IllegalArgumentException if the model does not tell gradients and the method needs them, or if leaving a token
     *                                  out leaves nothing to read the output from
     */
    public static Attribution of(SequenceModel model, SequenceBatch batch, Output output, Method method) {
        return switch (method) {
            case GRADIENT -> gradient(model, batch, output);
            case INTEGRATED -> integrated(model, batch, output);
            case OCCLUSION -> occlusion(model, batch, output);
        };
    }

    /** How far the sum of the scores is from F(x) − F(0); NaN where they need not add up to it. */
    public double gap() {
        return Arrays.stream(scores).sum() - (output - baseline);
    }

    private static InputGradients gradients(SequenceModel model, SequenceBatch batch, Output output, float scale) {
        return model.inputGradients(batch, new int[] {output.step()}, new int[] {output.index()}, scale);
    }

    private static Attribution gradient(SequenceModel model, SequenceBatch batch, Output output) {
        InputGradients found = gradients(model, batch, output, 1);
        int size = size(model);
        double[] scores = new double[batch.lengths()[0] * size];
        add(found, 1, size, scores);
        return new Attribution(Method.GRADIENT, size, scores, found.outputs()[0], Double.NaN);
    }

    private static Attribution integrated(SequenceModel model, SequenceBatch batch, Output output) {
        int size = size(model);
        double[] scores = new double[batch.lengths()[0] * size];
        for (int k = 0; k < STEPS; k++) {
            add(gradients(model, batch, output, (k + 0.5f) / STEPS), 1.0 / STEPS, size, scores);
        }
        return new Attribution(Method.INTEGRATED, size, scores, gradients(model, batch, output, 1).outputs()[0],
                gradients(model, batch, output, 0).outputs()[0]);
    }

    private static int size(SequenceModel model) {
        return model.task().input() instanceof Task.Features features ? features.size() : 1;
    }

    /** Adds input × gradient; the gradient is with respect to the scaled input, the input is not scaled. */
    private static void add(InputGradients found, double factor, int size, double[] scores) {
        int values = found.input().size();
        int each = values / size;
        for (int i = 0; i < scores.length / size * values; i++) {
            scores[i / each] += factor * found.input().values()[i] * found.gradient().values()[i];
        }
    }

    private static Attribution occlusion(SequenceModel model, SequenceBatch batch, Output output) {
        int length = batch.lengths()[0];
        int size = size(model);
        boolean first = model.task().target().perStep() && output.step() == 0;
        if (batch.tokens() != null && (length == 1 || first)) {
            throw new IllegalArgumentException("occlusion leaves one token out and reads the output from those up to it, so it"
                    + " needs a token before that output; got " + (length == 1 ? "a sequence of one token"
                    : "the output of the first step") + "; explain a later one, or by another method");
        }
        double whole = outputs(model, batch, new int[] {output.step()}, output.index())[0];
        double[] scores = new double[length * size];
        for (int from = 0; from < scores.length; from += MOST_TOGETHER) {
            int count = Math.min(MOST_TOGETHER, scores.length - from);
            int[] steps = new int[count];
            SequenceBatch without = batch.tokens() == null ? zeroed(batch, size, from, count)
                    : leftOut(batch, from, count);
            for (int i = 0; i < count; i++) {
                // A token that is left out moves what comes after it.
                steps[i] = batch.tokens() != null && from + i <= output.step()
                        ? output.step() - 1 : output.step();
            }
            double[] changed = outputs(model, without, steps, output.index());
            for (int i = 0; i < count; i++) {
                scores[from + i] = whole - changed[i];
            }
        }
        return new Attribution(Method.OCCLUSION, size, scores, whole, Double.NaN);
    }

    private static double[] outputs(SequenceModel model, SequenceBatch batch, int[] steps, int index) {
        Predictions predictions = model.predict(batch);
        double[] outputs = new double[batch.size()];
        for (int b = 0; b < outputs.length; b++) {
            outputs[b] = predictions.value(b, model.task().target().perStep() ? steps[b] : 0, index);
        }
        return outputs;
    }

    private static SequenceBatch zeroed(SequenceBatch batch, int size, int from, int count) {
        int length = batch.lengths()[0];
        float[] features = new float[count * length * size];
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(batch.features(), 0, features, i * length * size, length * size);
            features[i * length * size + from + i] = 0;
            lengths[i] = length;
        }
        return new SequenceBatch(lengths, features, null, null, null, null);
    }

    private static SequenceBatch leftOut(SequenceBatch batch, int from, int count) {
        int length = batch.lengths()[0];
        int shorter = length - 1;
        int[] tokens = new int[count * shorter];
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            lengths[i] = shorter;
            for (int t = 0; t < shorter; t++) {
                tokens[i * shorter + t] = batch.tokens()[t >= from + i ? t + 1 : t];
            }
        }
        return new SequenceBatch(lengths, null, tokens, null, null, null);
    }
}
