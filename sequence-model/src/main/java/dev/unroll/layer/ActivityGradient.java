package dev.unroll.layer;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.ElementwiseKernels;
import dev.unroll.kernel.ReductionKernels;
import dev.unroll.model.ActivityPenalty;

/**
 * {@link ActivityPenalty} on the rows h of a batch, and its gradient:
 *
 * <pre>
 * P = α / (R H) Σ h_t² + β / ((R - B) H) Σ (h_t+1 - h_t)²
 * dh_t += 2 α / (R H) h_t + 2 β / ((R - B) H) ((h_t - h_t-1) - (h_t+1 - h_t))
 * </pre>
 *
 * <p>Legend: R rows, one per real step; B sequences; H values of a row; α activity, β temporal; a difference of which one
 * step does not exist is 0. Sequences are divided among the workers, their sums added up in the order of the batch.
 */
final class ActivityGradient {

    private final int size;
    private final Engine engine;
    private final ElementwiseKernels elementwise;
    private final ReductionKernels reduction;
    private final Workers.Task sequence = this::sequence;
    private float[] difference = Buffers.EMPTY;  // [B, H]
    private double[] penalties = {};             // [B]

    private RowLayout layout;
    private double activity;
    private double temporal;
    private float[] rows;
    private float[] dRows;

    /** @param size H */
    ActivityGradient(int size, Engine engine) {
        this.size = size;
        this.engine = engine;
        elementwise = engine.kernels().elementwise();
        reduction = engine.kernels().reduction();
    }

    /**
     * @param rows  {@code [R, H]}, read
     * @param dRows {@code [R, H]}, accumulated into
     * @return P
     */
    double add(ActivityPenalty penalty, RowLayout layout, float[] rows, float[] dRows) {
        int pairs = layout.rows() - layout.batchSize();
        activity = penalty.activity() / ((double) layout.rows() * size);
        temporal = pairs == 0 ? 0 : penalty.temporal() / ((double) pairs * size);
        difference = Buffers.atLeast(difference, layout.batchSize() * size);
        if (penalties.length < layout.batchSize()) {
            penalties = new double[layout.batchSize()];
        }
        this.layout = layout;
        this.rows = rows;
        this.dRows = dRows;
        engine.workers().forEach(layout.batchSize(), sequence);
        double sum = 0;
        for (int b = 0; b < layout.batchSize(); b++) {
            sum += penalties[b];
        }
        return sum;
    }

    private void sequence(int b) {
        double sum = 0;
        for (int t = 0; t < layout.length(b); t++) {
            int row = layout.row(b, t) * size;
            if (activity > 0) {
                sum += activity * reduction.sumOfSquares(size, rows, row);
                elementwise.multiplyAdd(size, (float) (2 * activity), rows, row, dRows, row);
            }
            if (temporal > 0 && t > 0) {
                sum += change(b * size, layout.row(b, t - 1) * size, row);
            }
        }
        penalties[b] = sum;
    }

    private double change(int scratch, int before, int row) {
        System.arraycopy(rows, row, difference, scratch, size);
        elementwise.multiplyAdd(size, -1f, rows, before, difference, scratch);
        float factor = (float) (2 * temporal);
        elementwise.multiplyAdd(size, factor, difference, scratch, dRows, row);
        elementwise.multiplyAdd(size, -factor, difference, scratch, dRows, before);
        return temporal * reduction.sumOfSquares(size, difference, scratch);
    }
}
