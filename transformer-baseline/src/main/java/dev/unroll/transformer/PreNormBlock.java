package dev.unroll.transformer;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.layer.GradientSums;

/**
 * A block that normalizes what enters each part and leaves the residual stream alone (Xiong et al. 2020, arXiv
 * 2002.04745):
 *
 * <pre>
 * middle = x + dropout(attention(norm1(x)))
 * output = middle + dropout(feedForward(norm2(middle)))
 * </pre>
 */
final class PreNormBlock extends TransformerBlock {

    private float[] normed1 = Buffers.EMPTY;
    private float[] normed2 = Buffers.EMPTY;

    PreNormBlock(int index, TransformerSpec spec, StepPositions positions, Engine engine) {
        super(index, spec, positions, engine);
    }

    @Override
    void prepare() {
        normed1 = Buffers.atLeast(normed1, rows * size);
        normed2 = Buffers.atLeast(normed2, rows * size);
    }

    @Override
    void beforeAttention(int from, int to) {
        norm1.forwardRows(from, to, x, normed1);
        attention.projectRows(from, to, normed1);
    }

    @Override
    void afterAttention(int from, int to) {
        attention.outputRows(from, to, middle);
        dropRows(attentionDropout, from, to, middle);
        addRows(from, to, x, middle);
        norm2.forwardRows(from, to, middle, normed2);
        feedForward.forwardRows(from, to, normed2, output);
        dropRows(feedForwardDropout, from, to, output);
        addRows(from, to, middle, output);
    }

    @Override
    void backwardAfterAttention(int from, int to) {
        copyRows(from, to, dOutput, gradients.dMiddle);
        dropGradientRows(feedForwardDropout, from, to, dOutput);
        feedForward.backwardRows(from, to, dOutput, gradients.dFeedForwardInput);
        norm2.inputGradientRows(from, to, middle, gradients.dFeedForwardInput, gradients.dMiddle);
        copyRows(from, to, gradients.dMiddle, gradients.dAttentionOutput);
        dropGradientRows(attentionDropout, from, to, gradients.dAttentionOutput);
        attention.attendedGradientRows(from, to, gradients.dAttentionOutput);
    }

    @Override
    void backwardBeforeAttention(int from, int to) {
        attention.inputGradientRows(from, to, gradients.dAttentionInput);
        copyRows(from, to, gradients.dMiddle, dInput);
        norm1.inputGradientRows(from, to, x, gradients.dAttentionInput, dInput);
    }

    @Override
    void parameterGradients(int part, int from, int to, GradientSums sums) {
        switch (part) {
            case 0 -> attention.inGradients(from, to, normed1, sums);
            case 1 -> {
                attention.outGradients(from, to, gradients.dAttentionOutput, sums);
                norm1.parameterGradientRows(from, to, x, gradients.dAttentionInput, sums);
                norm2.parameterGradientRows(from, to, middle, gradients.dFeedForwardInput, sums);
            }
            case 2 -> feedForward.firstGradients(from, to, normed2, sums);
            default -> feedForward.secondGradients(from, to, dOutput, sums);
        }
    }
}
