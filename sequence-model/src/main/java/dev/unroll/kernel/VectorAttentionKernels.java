package dev.unroll.kernel;

import java.util.Arrays;

/**
 * {@link AttentionKernels} on the Vector API. A panel of queries, two vectors wide, stands in the lanes; keys stand in
 * the rows. So scores, outputs and gradients are matrix products of the panel, and softmax never looks across lanes.
 *
 * <p>Scores of steps that a query does not see are set to −∞, so their weights are 0, and a chain that takes in 0 times
 * a finite number keeps its bits: the sign of a zero, the one thing that could differ, is settled by the final {@code
 * fma(…, 0)} or has not yet left +0. Where a result shows that a number was not finite, the plain loops compute the
 * heads again.
 *
 * <p>Here is the order of things; what is done to vectors stands in {@link VectorAttentionRows}, {@link
 * VectorAttentionProducts}, {@link VectorSoftmax} and {@link VectorAttentionMasks}.
 */
final class VectorAttentionKernels implements AttentionKernels {

    /** Queries of a panel; divides {@link #KEY_BLOCK}. */
    static final int QUERIES = 2 * VectorMath.LANES;

    private final ScalarAttentionKernels scalar = new ScalarAttentionKernels();
    private final VectorSoftmax softmax = new VectorSoftmax();
    private final VectorAttentionMasks masks = new VectorAttentionMasks();
    private final VectorAttentionStep step = new VectorAttentionStep();
    private final VectorAttentionRows rows;
    private final VectorAttentionProducts products;

    VectorAttentionKernels(MatrixKernels matrix) {
        rows = new VectorAttentionRows(matrix);
        products = new VectorAttentionProducts(matrix);
    }

    @Override
    public void attention(AttentionGroup group, int firstRow, int length, float[] qkv, float[] out, float[] statistics,
            int statisticsOffset, AttentionScratch scratch) {
        scratch.prepareForward(QUERIES, group.headSize(), padded(group.headSize()), length);
        AttentionPanel panel = scratch.panel;
        begin(panel, group, firstRow, length, qkv, out, statistics, statisticsOffset);
        panel.run(rows.gather);
        for (int head = 0; head < group.heads(); head++) {
            for (int first = 0; first < length; first += QUERIES) {
                panel.at(head, first, QUERIES);
                panel.run(rows.packQueries);
                attendPanel(panel);
                panel.run(rows.finishOutputs);
            }
        }
        if (!panel.finite) {
            scalar.attention(group, firstRow, length, qkv, out, statistics, statisticsOffset, scratch);
        }
    }

    private static void begin(AttentionPanel panel, AttentionGroup group, int firstRow, int length, float[] qkv,
            float[] out, float[] statistics, int statisticsOffset) {
        panel.group = group;
        panel.headSize = group.headSize();
        panel.padded = padded(group.headSize());
        panel.firstRow = firstRow;
        panel.length = length;
        panel.qkv = qkv;
        panel.out = out;
        panel.statistics = statistics;
        panel.statisticsOffset = statisticsOffset;
        panel.finite = true;
    }

    @Override
    public void attentionStep(AttentionGroup group, int row, float[] qkv, float[] out, AttentionCache cache,
            AttentionScratch scratch) {
        step.attend(group, row, qkv, out, cache, scratch);
    }

    /** Leaves weighted sums of values in {@code columns}, and maxima and sums of weights beside them. */
    private void attendPanel(AttentionPanel panel) {
        panel.run(rows.clear);
        boolean masked = panel.group.masks(panel.length);
        int firstKey = panel.firstKey();
        int endKey = panel.endKey();
        for (int block = firstKey / KEY_BLOCK * KEY_BLOCK; block < endKey; block += KEY_BLOCK) {
            panel.atKeys(block, firstKey, endKey);
            products.scores(panel);
            if (masked) {
                panel.run(masks.hideUnseen);
            }
            panel.run(softmax.raise);
            if (panel.from > firstKey) {
                panel.run(softmax.shrinkSums);
                panel.run(rows.shrink);
            }
            panel.run(softmax.weights);
            if (panel.dropping()) {
                panel.run(masks.fetch);
                panel.run(masks.maskWeights);
            }
            products.addValues(panel);
        }
    }

    @Override
    public void attentionBackward(AttentionGroup group, int firstRow, int length, float[] qkv, float[] out,
            float[] dOut, float[] statistics, int statisticsOffset, float[] dQkv, AttentionScratch scratch) {
        int padded = padded(group.headSize());
        scratch.prepareBackward(QUERIES, group.headSize(), padded, length);
        scratch.clearBiasGradients(group, length, QUERIES);
        AttentionPanel panel = scratch.panel;
        begin(panel, group, firstRow, length, qkv, out, statistics, statisticsOffset);
        panel.dOut = dOut;
        panel.dQkv = dQkv;
        panel.run(rows.gather);
        Arrays.fill(scratch.dKeys, 0, length * padded, 0f);
        Arrays.fill(scratch.dValues, 0, length * padded, 0f);
        for (int head = 0; head < group.heads(); head++) {
            for (int first = 0; first < length; first += QUERIES) {
                panel.at(head, first, QUERIES);
                panel.run(rows.packGradients);
                panelGradients(panel);
                panel.run(rows.finishQueryGradients);
            }
        }
        panel.run(rows.finishKeyGradients);
        if (!panel.finite) {
            scalar.attentionBackward(group, firstRow, length, qkv, out, dOut, statistics, statisticsOffset, dQkv,
                    scratch);
        }
    }

    /** Leaves unscaled query gradients in {@code columns} and adds to those of keys, values and bias. */
    private void panelGradients(AttentionPanel panel) {
        boolean masked = panel.group.masks(panel.length);
        int firstKey = panel.firstKey();
        int endKey = panel.endKey();
        for (int block = firstKey / KEY_BLOCK * KEY_BLOCK; block < endKey; block += KEY_BLOCK) {
            panel.atKeys(block, firstKey, endKey);
            products.scores(panel);
            products.weightGradients(panel);
            if (masked) {
                panel.run(masks.hideUnseen);
            }
            if (panel.dropping()) {
                panel.run(masks.fetch);
                panel.run(masks.maskGradients);
            }
            panel.run(softmax.gradients);
            if (panel.dropping()) {
                panel.run(masks.maskWeights);
            }
            products.addKeyGradients(panel);
            products.addValueGradients(panel);
            products.addQueryGradients(panel);
            if (panel.biasTrained()) {
                panel.run(masks.biasGradients);
            }
        }
    }

    private static int padded(int headSize) {
        return (headSize + VectorMath.LANES - 1) / VectorMath.LANES * VectorMath.LANES;
    }
}
