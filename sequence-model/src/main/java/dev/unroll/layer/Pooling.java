package dev.unroll.layer;

import dev.unroll.engine.RowLayout;
import dev.unroll.kernel.ElementwiseKernels;
import java.util.Arrays;

/** How the rows of a sequence become one vector, for targets per sequence. */
public enum Pooling {

    /** What stands in a row once the whole sequence was read: at the last step, or, read backwards, at the first. */
    LAST {
        @Override
        void forward(RowLayout layout, int size, int reversedSize, float[] rows, float[] pooled,
                ElementwiseKernels kernels) {
            int ahead = size - reversedSize;
            for (int b = 0; b < layout.batchSize(); b++) {
                System.arraycopy(rows, layout.row(b, layout.length(b) - 1) * size, pooled, b * size, ahead);
                System.arraycopy(rows, layout.row(b, 0) * size + ahead, pooled, b * size + ahead, reversedSize);
            }
        }

        @Override
        void backward(RowLayout layout, int size, int reversedSize, float[] dPooled, float[] dRows,
                ElementwiseKernels kernels) {
            int ahead = size - reversedSize;
            Arrays.fill(dRows, 0, layout.rows() * size, 0f);
            for (int b = 0; b < layout.batchSize(); b++) {
                System.arraycopy(dPooled, b * size, dRows, layout.row(b, layout.length(b) - 1) * size, ahead);
                System.arraycopy(dPooled, b * size + ahead, dRows, layout.row(b, 0) * size + ahead, reversedSize);
            }
        }
    },

    /** The mean over the sequence's steps. */
    MEAN {
        @Override
        void forward(RowLayout layout, int size, int reversedSize, float[] rows, float[] pooled,
                ElementwiseKernels kernels) {
            Arrays.fill(pooled, 0, layout.batchSize() * size, 0f);
            for (int b = 0; b < layout.batchSize(); b++) {
                for (int t = 0; t < layout.length(b); t++) {
                    kernels.add(size, rows, layout.row(b, t) * size, pooled, b * size);
                }
                kernels.scale(size, 1f / layout.length(b), pooled, b * size, pooled, b * size);
            }
        }

        @Override
        void backward(RowLayout layout, int size, int reversedSize, float[] dPooled, float[] dRows,
                ElementwiseKernels kernels) {
            for (int b = 0; b < layout.batchSize(); b++) {
                for (int t = 0; t < layout.length(b); t++) {
                    kernels.scale(size, 1f / layout.length(b), dPooled, b * size, dRows, layout.row(b, t) * size);
                }
            }
        }
    };

    /**
     * @param reversedSize values at the end of a row that come from reading the sequence backwards
     * @param rows   {@code [rows, size]}, read
     * @param pooled {@code [B, size]} in batch order, overwritten
     */
    abstract void forward(RowLayout layout, int size, int reversedSize, float[] rows, float[] pooled,
            ElementwiseKernels kernels);

    /**
     * @param dPooled {@code [B, size]}, read
     * @param dRows   {@code [rows, size]}, overwritten
     */
    abstract void backward(RowLayout layout, int size, int reversedSize, float[] dPooled, float[] dRows,
            ElementwiseKernels kernels);
}
