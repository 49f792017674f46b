package dev.unroll.loss;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import java.util.Arrays;

/**
 * The weighted mean loss of a batch of targets, and its gradient:
 *
 * <pre>
 * L = Σ w_n l_n / Σ w_n        0 if the weights sum to 0
 * dOutputs_n = w_n dl_n / Σ w_n
 * </pre>
 *
 * <p>Rows are computed apart and their losses then summed in double in ascending order. What stands in a row of weight
 * 0, output or target, is never read, and its gradient is 0. Reused from batch to batch; not thread-safe.
 */
public final class BatchLoss {

    private static final int OUTPUTS_PER_PIECE = 8192;

    private final Engine engine;
    private final Loss loss;
    private final int targetSize;
    private final int outputSize;
    private final Workers.Task piece = this::piece;
    private double[] losses = {};
    private float[] scratch = Buffers.EMPTY;

    private int rows;
    private int rowsPerPiece;
    private float[] outputs;
    private float[] values;
    private int[] classes;
    private float[] weights;
    private double totalWeight;
    private float[] dOutputs;

    /** @param targetSize K, components of a value, or number of classes */
    public BatchLoss(Engine engine, Loss loss, int targetSize) {
        this.engine = engine;
        this.loss = loss;
        this.targetSize = targetSize;
        this.outputSize = targetSize * loss.outputsPerTarget();
    }

    /**
     * @param n        rows, at least 0
     * @param outputs  {@code [n, K * outputsPerTarget]}, read; the outputs of one component stand together
     * @param values   {@code [n, K]}, read; {@code null} for classes
     * @param classes  {@code [n]}, from 0 to {@code K - 1}, read; {@code null} for values
     * @param weights  {@code [n]}, each at least 0, read; {@code null} if all are 1
     * @param dOutputs as {@code outputs}, another array, overwritten; {@code null} if not wanted
     * @return L
     * @throws IllegalArgumentException for a class out of range whose weight is not 0
     */
    public double evaluate(int n, float[] outputs, float[] values, int[] classes, float[] weights, float[] dOutputs) {
        double total = totalWeight(n, weights);
        if (losses.length < n) {
            losses = new double[n];
        }
        if (dOutputs == null) {
            scratch = Buffers.atLeast(scratch, n * outputSize);
        }
        this.rows = n;
        this.outputs = outputs;
        this.values = values;
        this.classes = classes;
        this.weights = weights;
        this.totalWeight = total;
        this.dOutputs = dOutputs == null ? scratch : dOutputs;
        rowsPerPiece = Math.max(1, OUTPUTS_PER_PIECE / outputSize);
        engine.workers().forEach((n + rowsPerPiece - 1) / rowsPerPiece, piece);
        double sum = 0;
        for (int row = 0; row < n; row++) {
            sum += losses[row];
        }
        return total == 0 ? 0 : sum / total;
    }

    private static double totalWeight(int n, float[] weights) {
        if (weights == null) {
            return n;
        }
        double total = 0;
        for (int row = 0; row < n; row++) {
            total += weights[row];
        }
        return total;
    }

    private void piece(int index) {
        int from = index * rowsPerPiece;
        int to = Math.min(rows, from + rowsPerPiece);
        for (int row = from; row < to; row++) {
            double weight = weights == null ? 1 : weights[row];
            int offset = row * outputSize;
            if (weight == 0) {
                losses[row] = 0;
                Arrays.fill(dOutputs, offset, offset + outputSize, 0f);
            } else {
                losses[row] = weight * row(row, offset, weight / totalWeight);
            }
        }
    }

    private double row(int row, int offset, double scale) {
        if (loss instanceof CrossEntropy crossEntropy) {
            return crossEntropy.row(engine.kernels(), targetSize, outputs, offset, classes[row], scale, dOutputs);
        }
        return ((ValueLoss) loss).row(targetSize, outputs, offset, values, row * targetSize, scale, dOutputs);
    }
}
