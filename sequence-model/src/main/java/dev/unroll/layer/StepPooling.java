package dev.unroll.layer;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import java.util.Arrays;

/**
 * One row of each sequence: that of the first step, or that which was read last, which is the last step's, and for
 * values that come from reading backwards the first step's.
 */
final class StepPooling implements PoolingLayer {

    /** Rows that are cleared as one piece of work. */
    private static final int ROWS = 64;

    private final int size;
    private final int ahead;
    private final boolean first;
    private final Engine engine;
    private final Workers.Task clearRows = this::clearRows;
    private int rows;
    private float[] dRows;

    /** @param first whether all values are taken from the first step */
    StepPooling(int size, int reversedSize, boolean first, Engine engine) {
        this.size = size;
        this.first = first;
        this.engine = engine;
        ahead = size - reversedSize;
    }

    @Override
    public void forward(RowLayout layout, float[] rows, float[] pooled) {
        for (int b = 0; b < layout.batchSize(); b++) {
            System.arraycopy(rows, aheadRow(layout, b) * size, pooled, b * size, ahead);
            System.arraycopy(rows, layout.row(b, 0) * size + ahead, pooled, b * size + ahead, size - ahead);
        }
    }

    private int aheadRow(RowLayout layout, int b) {
        return layout.row(b, first ? 0 : layout.length(b) - 1);
    }

    @Override
    public void backward(RowLayout layout, float[] rows, float[] dPooled, float[] dRows) {
        this.rows = layout.rows();
        this.dRows = dRows;
        engine.workers().forEach((layout.rows() + ROWS - 1) / ROWS, clearRows);
        for (int b = 0; b < layout.batchSize(); b++) {
            System.arraycopy(dPooled, b * size, dRows, aheadRow(layout, b) * size, ahead);
            System.arraycopy(dPooled, b * size + ahead, dRows, layout.row(b, 0) * size + ahead, size - ahead);
        }
    }

    private void clearRows(int block) {
        Arrays.fill(dRows, block * ROWS * size, Math.min(rows, (block + 1) * ROWS) * size, 0f);
    }

    /** Where sequences are read step by step, the latest row is the last so far. */
    @Override
    public PoolingStream stream(int batchSize) {
        if (first) {
            throw new IllegalArgumentException("sequences are read step by step only where pooling is not first, since the"
                    + " first step would have to see those to come; choose another pooling");
        }
        return new LatestSteps();
    }

    /** What is taken is what is given. */
    private static final class LatestSteps implements PoolingStream {

        @Override
        public float[] take(float[] rows) {
            return rows;
        }

        @Override
        public void restart(int sequence) {
        }
    }
}
