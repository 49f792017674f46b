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

/** Watches the evaluation on the test part: a hash of all predictions, and the first few beside the truth. */
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
    private int count;

    TestRecorder(Task task, Optional<TargetUnits> units) {
        this.task = task;
        this.units = units;
        this.forecast = task.loss() instanceof ValueLoss.Quantile quantile ? quantile.forecast() : 0;
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
            for (int t = 0; t < real && count < MOST_SAMPLES; t++) {
                if (batch.weights() == null || batch.weights()[b * targets + t] > 0) {
                    sample(batch, outputs, b, t, b * targets + t);
                }
            }
        }
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
            truth[count] = original(batch.values()[sequence * task.target().size()]);
            predicted[count] = original(outputs.value(sequence, 0, forecast));
        }
        count++;
    }

    private double original(float scaled) {
        double value = units.isPresent() ? units.get().toOriginal(0, scaled) : scaled;
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
    }

    Samples samples() {
        return new Samples(Arrays.copyOf(truth, count), Arrays.copyOf(predicted, count));
    }

    /** SHA-256 of all outputs, 4 bytes each, little-endian, in order of the examples; ends the recording. */
    String predictionHash() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
