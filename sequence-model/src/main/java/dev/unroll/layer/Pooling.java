package dev.unroll.layer;

import dev.unroll.engine.RowLayout;
import dev.unroll.kernel.ElementwiseKernels;
import java.util.Arrays;

/** How the rows of a sequence become one vector, for targets per sequence. */
public enum Pooling {

    /** The last step's row. */
    LAST {
        @Override
        void forward(RowLayout layout, int size, float[] rows, float[] pooled, ElementwiseKernels kernels) {
            for (int b = 0; b < layout.batchSize(); b++) {
                System.arraycopy(rows, layout.row(b, layout.length(b) - 1) * size, pooled, b * size, size);
            }
        }

        @Override
        void backward(RowLayout layout, int size, float[] dPooled, float[] dRows, ElementwiseKernels kernels) {
            Arrays.fill(dRows, 0, layout.rows() * size, 0f);
            for (int b = 0; b < layout.batchSize(); b++) {
                System.arraycopy(dPooled, b * size, dRows, layout.row(b, layout.length(b) - 1) * size, size);
            }
        }
    },

    /** The mean over the sequence's steps. */
    MEAN {
        @Override
        void forward(RowLayout layout, int size, float[] rows, float[] pooled, ElementwiseKernels kernels) {
            Arrays.fill(pooled, 0, layout.batchSize() * size, 0f);
            for (int b = 0; b < layout.batchSize(); b++) {
                for (int t = 0; t < layout.length(b); t++) {
                    kernels.add(size, rows, layout.row(b, t) * size, pooled, b * size);
                }
                kernels.scale(size, 1f / layout.length(b), pooled, b * size, pooled, b * size);
            }
        }

        @Override
        void backward(RowLayout layout, int size, float[] dPooled, float[] dRows, ElementwiseKernels kernels) {
            for (int b = 0; b < layout.batchSize(); b++) {
                for (int t = 0; t < layout.length(b); t++) {
                    kernels.scale(size, 1f / layout.length(b), dPooled, b * size, dRows, layout.row(b, t) * size);
                }
            }
        }
    };

    /**
     * @param rows   {@code [rows, size]}, read
     * @param pooled {@code [B, size]} in batch order, overwritten
     */
    abstract void forward(RowLayout layout, int size, float[] rows, float[] pooled, ElementwiseKernels kernels);

    /**
     * @param dPooled {@code [B, size]}, read
     * @param dRows   {@code [rows, size]}, overwritten
     */
    abstract void backward(RowLayout layout, int size, float[] dPooled, float[] dRows, ElementwiseKernels kernels);
}
