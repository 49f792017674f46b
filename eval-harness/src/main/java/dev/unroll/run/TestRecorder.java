package dev.unroll.run;

import dev.unroll.dataset.TargetUnits;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import dev.unroll.run.TrialResult.Samples;
import dev.unroll.training.Evaluator;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Watches the evaluation on the test part: a hash of all predictions, how well each example is met, and the first few
 * predictions beside the truth.
 */
final class TestRecorder implements Evaluator.Observer {

    private static final int MOST_SAMPLES = 500;
    // As many as a float holds, so that 17.3 does not come back as 17.299999237.
    private static final MathContext DIGITS = new MathContext(7);

    private final Task task;
    private final Optional<TargetUnits> units;
    private final int forecast;
    private final MessageDigest digest;
    private final double[] truth = new double[MOST_SAMPLES];
    private final double[] predicted = new double[MOST_SAMPLES];
    private final double[] lower = new double[MOST_SAMPLES];
    private final double[] upper = new double[MOST_SAMPLES];
    private final int highest;
    private int count;
    private float[] items = new float[256];
    private int itemCount;

    TestRecorder(Task task, Optional<TargetUnits> units) {
        this.task = task;
        this.units = units;
        this.forecast = task.loss() instanceof ValueLoss.Quantile quantile ? quantile.forecast() : 0;
        // Levels rise.
        this.highest = task.loss() instanceof ValueLoss.Quantile quantile ? quantile.levels().size() - 1 : 0;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void see(SequenceBatch batch, Predictions outputs) {
        boolean perStep = task.target().perStep();
        int targets = perStep ? batch.maxLength() : 1;
        for (int b = 0; b < batch.size(); b++) {
            int real = perStep ? batch.lengths()[b] : 1;
            hash(outputs, b, real);
            if (itemCount < ItemScores.MOST) {
                items = itemCount == items.length ? Arrays.copyOf(items, 2 * itemCount) : items;
                items[itemCount++] = (float) (task.target().classification() ? shareRight(batch, outputs, b, real, targets)
                        : error(batch, outputs, b));
            }
            for (int t = 0; t < real && count < MOST_SAMPLES; t++) {
                if (batch.weights() == null || batch.weights()[b * targets + t] > 0) {
                    sample(batch, outputs, b, t, b * targets + t);
                }
            }
        }
    }

    private static double shareRight(SequenceBatch batch, Predictions outputs, int sequence, int steps, int targets) {
        int right = 0;
        int counted = 0;
        for (int t = 0; t < steps; t++) {
            int target = sequence * targets + t;
            if (batch.weights() == null || batch.weights()[target] > 0) {
                counted++;
                right += outputs.argMax(sequence, t) == batch.classes()[target] ? 1 : 0;
            }
        }
        return (double) right / counted;
    }

    /** In the data's own units: absolute if it has any, else squared, as the primary metric is. */
    private double error(SequenceBatch batch, Predictions outputs, int sequence) {
        if (batch.weights() != null && !(batch.weights()[sequence] > 0)) {
            return Double.NaN;
        }
        int size = task.target().size();
        int perTarget = outputs.outputSize() / size;
        double sum = 0;
        for (int k = 0; k < size; k++) {
            double error = original(k, outputs.value(sequence, 0, k * perTarget + forecast))
                    - original(k, batch.values()[sequence * size + k]);
            sum += units.isPresent() ? Math.abs(error) : error * error;
        }
        return sum / size;
    }

    private double original(int component, float scaled) {
        return units.isPresent() ? units.get().toOriginal(component, scaled) : scaled;
    }

    // Real steps only: how far a batch is padded depends on its neighbours.
    private void hash(Predictions outputs, int sequence, int steps) {
        int values = steps * outputs.outputSize();
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values).order(ByteOrder.LITTLE_ENDIAN);
        for (int t = 0; t < steps; t++) {
            for (int k = 0; k < outputs.outputSize(); k++) {
                bytes.putInt(Float.floatToIntBits(outputs.value(sequence, t, k)));
            }
        }
        digest.update(bytes.array());
    }

    private void sample(SequenceBatch batch, Predictions outputs, int sequence, int step, int target) {
        if (task.target().classification()) {
            truth[count] = batch.classes()[target];
            predicted[count] = outputs.argMax(sequence, step);
        } else {
            truth[count] = rounded(batch.values()[sequence * task.target().size()]);
            predicted[count] = rounded(outputs.value(sequence, 0, forecast));
            lower[count] = rounded(outputs.value(sequence, 0, 0));
            upper[count] = rounded(outputs.value(sequence, 0, highest));
        }
        count++;
    }

    private double rounded(float scaled) {
        double value = original(0, scaled);
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
    }

    Samples samples() {
        int quantiles = highest == 0 ? 0 : count;
        return new Samples(Arrays.copyOf(truth, count), Arrays.copyOf(predicted, count), Arrays.copyOf(lower, quantiles),
                Arrays.copyOf(upper, quantiles));
    }

    ItemScores items() {
        boolean classes = task.target().classification();
        return new ItemScores(Arrays.copyOf(items, itemCount), classes ? 1 : task.target().size(), classes);
    }

    /** SHA-256 of all outputs, 4 bytes each, little-endian, in order of the examples; ends the recording. */
    String predictionHash() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
