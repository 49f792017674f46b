package dev.unroll.transformer;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.kernel.ElementwiseKernels;
import dev.unroll.layer.EncoderStream;
import dev.unroll.layer.RowNorm;
import java.util.Arrays;
import java.util.List;

/**
 * A causal encoder at work step by step: each block keeps the keys and values of the steps so far. Weights are taken in
 * once.
 *
 * <p>Legend: B sequences, D values per row.
 */
final class TransformerStream implements EncoderStream {

    private final int batchSize;
    private final int size;
    private final float inputScale;
    private final StepPositions positions;
    private final TransformerBlock[] blocks;
    private final RowNorm finalNorm;
    private final ElementwiseKernels kernels;
    private final int[] steps;
    private final float[] embedded;
    private final float[] normed;

    /** @param finalNorm {@code null} for none */
    TransformerStream(int batchSize, int size, float inputScale, StepPositions positions, List<TransformerBlock> blocks,
            RowNorm finalNorm, Engine engine) {
        this.batchSize = batchSize;
        this.size = size;
        this.inputScale = inputScale;
        this.positions = positions;
        this.blocks = blocks.toArray(TransformerBlock[]::new);
        this.finalNorm = finalNorm;
        kernels = engine.kernels().elementwise();
        steps = new int[batchSize];
        embedded = new float[batchSize * size];
        normed = new float[batchSize * size];
        int[] lengths = new int[batchSize];
        Arrays.fill(lengths, 1);
        RowLayout layout = new RowLayout(RowLayout.Order.BATCH_MAJOR);
        layout.update(lengths);
        positions.begin();
        for (TransformerBlock block : this.blocks) {
            block.prepareSteps(layout);
        }
        if (finalNorm != null) {
            finalNorm.prepare(batchSize);
        }
    }

    @Override
    public float[] step(float[] input) {
        kernels.scale(batchSize * size, inputScale, input, 0, embedded, 0);
        for (int b = 0; b < batchSize; b++) {
            positions.reach(steps[b]);
            positions.addTo(steps[b], 1, embedded, b);
            steps[b]++;
        }
        float[] rows = embedded;
        for (TransformerBlock block : blocks) {
            rows = block.step(rows);
        }
        if (finalNorm == null) {
            return rows;
        }
        finalNorm.forwardRows(0, batchSize, rows, normed);
        return normed;
    }

    @Override
    public void restart(int sequence) {
        steps[sequence] = 0;
        for (TransformerBlock block : blocks) {
            block.restart(sequence);
        }
    }
}
