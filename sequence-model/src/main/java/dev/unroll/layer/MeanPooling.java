package dev.unroll.layer;

import dev.unroll.engine.RowLayout;
import dev.unroll.kernel.ElementwiseKernels;
import java.util.Arrays;

/** The mean of each sequence's rows. */
final class MeanPooling implements PoolingLayer {

    private final int size;
    private final ElementwiseKernels kernels;

    MeanPooling(int size, ElementwiseKernels kernels) {
        this.size = size;
        this.kernels = kernels;
    }

    @Override
    public void forward(RowLayout layout, float[] rows, float[] pooled) {
        Arrays.fill(pooled, 0, layout.batchSize() * size, 0f);
        for (int b = 0; b < layout.batchSize(); b++) {
            for (int t = 0; t < layout.length(b); t++) {
                kernels.add(size, rows, layout.row(b, t) * size, pooled, b * size);
            }
            kernels.scale(size, 1f / layout.length(b), pooled, b * size, pooled, b * size);
        }
    }

    @Override
    public void backward(RowLayout layout, float[] rows, float[] dPooled, float[] dRows) {
        for (int b = 0; b < layout.batchSize(); b++) {
            for (int t = 0; t < layout.length(b); t++) {
                kernels.scale(size, 1f / layout.length(b), dPooled, b * size, dRows, layout.row(b, t) * size);
            }
        }
    }
}
