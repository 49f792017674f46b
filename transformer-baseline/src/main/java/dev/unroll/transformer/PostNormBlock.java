package dev.unroll.transformer;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.layer.GradientSums;
import java.util.Arrays;

/**
 * A block that normalizes the sum of each part's input and output, as the first Transformer did (Vaswani et al. 2017,
 * arXiv 1706.03762):
 *
 * <pre>
 * sum1   = x + dropout(attention(x))
 * middle = norm1(sum1)
 * sum2   = middle + dropout(feedForward(middle))
 * output = norm2(sum2)
 * </pre>
 */
final class PostNormBlock extends TransformerBlock {

    private float[] sum1 = Buffers.EMPTY;
    private float[] sum2 = Buffers.EMPTY;

    PostNormBlock(int index, TransformerSpec spec, StepPositions positions, Engine engine) {
        super(index, spec, positions, engine);
    }

    @Override
    void prepare() {
        sum1 = Buffers.atLeast(sum1, rows * size);
        sum2 = Buffers.atLeast(sum2, rows * size);
    }

    @Override
    void beforeAttention(int from, int to) {
        attention.projectRows(from, to, x);
    }

    @Override
    void afterAttention(int from, int to) {
        attention.outputRows(from, to, sum1);
        dropRows(attentionDropout, from, to, sum1);
        addRows(from, to, x, sum1);
        norm1.forwardRows(from, to, sum1, middle);
        feedForward.forwardRows(from, to, middle, sum2);
        dropRows(feedForwardDropout, from, to, sum2);
        addRows(from, to, middle, sum2);
        norm2.forwardRows(from, to, sum2, output);
    }

    @Override
    void backwardAfterAttention(int from, int to) {
        float[] dMiddle = gradients.dMiddle;
        Arrays.fill(dMiddle, from * size, to * size, 0f);
        norm2.inputGradientRows(from, to, sum2, dOutput, dMiddle);
        copyRows(from, to, dMiddle, gradients.dFeedForwardOutput);
        dropGradientRows(feedForwardDropout, from, to, gradients.dFeedForwardOutput);
        feedForward.backwardRows(from, to, gradients.dFeedForwardOutput, gradients.dFeedForwardInput);
        addRows(from, to, gradients.dFeedForwardInput, dMiddle);
        Arrays.fill(dInput, from * size, to * size, 0f);
        norm1.inputGradientRows(from, to, sum1, dMiddle, dInput);
        copyRows(from, to, dInput, gradients.dAttentionOutput);
        dropGradientRows(attentionDropout, from, to, gradients.dAttentionOutput);
        attention.attendedGradientRows(from, to, gradients.dAttentionOutput);
    }

    @Override
    void backwardBeforeAttention(int from, int to) {
        attention.inputGradientRows(from, to, gradients.dAttentionInput);
        addRows(from, to, gradients.dAttentionInput, dInput);
    }

    @Override
    void parameterGradients(int part, int from, int to, GradientSums sums) {
        switch (part) {
            case 0 -> attention.inGradients(from, to, x, sums);
            case 1 -> {
                attention.outGradients(from, to, gradients.dAttentionOutput, sums);
                norm1.parameterGradientRows(from, to, sum1, gradients.dMiddle, sums);
                norm2.parameterGradientRows(from, to, sum2, dOutput, sums);
            }
            case 2 -> feedForward.firstGradients(from, to, middle, sums);
            default -> feedForward.secondGradients(from, to, gradients.dFeedForwardOutput, sums);
        }
    }
}
