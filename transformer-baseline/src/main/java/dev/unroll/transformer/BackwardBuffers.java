package dev.unroll.transformer;

import dev.unroll.engine.Buffers;
import dev.unroll.layer.GradientSums;
import dev.unroll.model.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * Gradients inside one block, R rows each. All blocks share them, since a block is done with them before the one below
 * begins.
 */
final class BackwardBuffers {

    private final TransformerSpec spec;
    private final List<GradientSums> groupSums = new ArrayList<>();

    /** {@code [R, D + 2 heads of keys H]}: of queries, keys and values. */
    float[] dQkv = Buffers.EMPTY;
    /** {@code [R, D]}: of the heads' outputs, side by side. */
    float[] dAttended = Buffers.EMPTY;
    /** {@code [R, I]}: of the feed-forward layer's hidden values, before the activation. */
    float[] dHidden = Buffers.EMPTY;
    /** {@code [R, F]}: after the activation, where it is gated. */
    float[] dActivated = Buffers.EMPTY;
    /** {@code [R, D]} each: of what enters and leaves the two parts of a block; a block says what. */
    float[] dFeedForwardInput = Buffers.EMPTY;
    float[] dFeedForwardOutput = Buffers.EMPTY;
    float[] dMiddle = Buffers.EMPTY;
    float[] dAttentionInput = Buffers.EMPTY;
    float[] dAttentionOutput = Buffers.EMPTY;

    BackwardBuffers(TransformerSpec spec) {
        this.spec = spec;
    }

    /** Makes room for the gradients of a block's parameters over so many groups of rows. */
    void prepareGroups(int groups, List<Parameter> parameters) {
        while (groupSums.size() < groups) {
            groupSums.add(new GradientSums(parameters));
        }
        for (int group = 0; group < groups; group++) {
            groupSums.get(group).use(parameters);
        }
    }

    GradientSums groupSums(int group) {
        return groupSums.get(group);
    }

    void prepare(int rows) {
        int size = spec.modelSize();
        dQkv = Buffers.atLeast(dQkv, rows * MultiHeadAttention.qkvSize(spec));
        dAttended = Buffers.atLeast(dAttended, rows * size);
        dHidden = Buffers.atLeast(dHidden, rows * FeedForward.hiddenSize(spec));
        if (spec.activation().gated()) {
            dActivated = Buffers.atLeast(dActivated, rows * spec.feedForwardSize());
        }
        dFeedForwardInput = Buffers.atLeast(dFeedForwardInput, rows * size);
        dFeedForwardOutput = Buffers.atLeast(dFeedForwardOutput, rows * size);
        dMiddle = Buffers.atLeast(dMiddle, rows * size);
        dAttentionInput = Buffers.atLeast(dAttentionInput, rows * size);
        dAttentionOutput = Buffers.atLeast(dAttentionOutput, rows * size);
    }
}
