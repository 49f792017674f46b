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

    @Override
    public PoolingStream stream(int batchSize) {
        return new Sums(batchSize);
    }

    /** The sum of each sequence's rows so far. */
    private final class Sums implements PoolingStream {

        private final float[] sums;
        private final float[] means;
        private final int[] steps;

        Sums(int batchSize) {
            sums = new float[batchSize * size];
            means = new float[batchSize * size];
            steps = new int[batchSize];
        }

        @Override
        public float[] take(float[] rows) {
            for (int b = 0; b < steps.length; b++) {
                steps[b]++;
                kernels.add(size, rows, b * size, sums, b * size);
                kernels.scale(size, 1f / steps[b], sums, b * size, means, b * size);
            }
            return means;
        }

        @Override
        public void restart(int sequence) {
            steps[sequence] = 0;
            Arrays.fill(sums, sequence * size, (sequence + 1) * size, 0f);
        }
    }
}
