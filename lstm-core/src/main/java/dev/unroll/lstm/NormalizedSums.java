package dev.unroll.lstm;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.layer.LayerNorm;
import dev.unroll.model.Parameter;
import dev.unroll.recurrent.RecurrentWeights;
import java.util.Arrays;
import java.util.List;

/**
 * Weighted sums of a layer whose input and recurrent products are normalized each on its own (Ba, Kiros &amp; Hinton
 * 2016, arXiv 1607.06450, equations 20 to 22, whose three added biases are one here):
 *
 * <pre>
 * a_t = b + gx N(x_t Wx) + gh N(h_{t-1} Wh)
 * </pre>
 *
 * <p>Legend: R rows, N(·) the normalization of a row of all sums to mean 0 and variance 1 ({@code [R, N]} of them, all
 * gates together), gx inputGain and gh recurrentGain {@code [N]}, at first 1.
 *
 * <p>A state of 0 has the norm's steepest place: there the gradient of a learned initial state is some 300 times what it
 * is without normalization, until it has left 0.
 */
final class NormalizedSums {

    private final int sums;
    private final Engine engine;
    private final RecurrentWeights weights;
    private final Parameter inputGain;
    private final Parameter recurrentGain;
    private final LayerNorm inputNorm;
    private final LayerNorm recurrentNorm;
    private float[] fromInput = Buffers.EMPTY;       // [R, N], x Wx
    private float[] fromState = Buffers.EMPTY;       // [R, N], h Wh
    private float[] normalized = Buffers.EMPTY;      // [R, N], gh N(h Wh); in backward the gradient of h Wh
    private float[] dFromInput = Buffers.EMPTY;      // [R, N]

    NormalizedSums(String name, RecurrentWeights weights, Engine engine) {
        sums = weights.bias().size();
        this.engine = engine;
        this.weights = weights;
        inputGain = new Parameter(name + ".inputGain", sums);
        recurrentGain = new Parameter(name + ".recurrentGain", sums);
        inputNorm = new LayerNorm(inputGain, weights.bias(), engine);
        recurrentNorm = new LayerNorm(recurrentGain, null, engine);
    }

    List<Parameter> gains() {
        return List.of(inputGain, recurrentGain);
    }

    /** Begins a forward pass: see {@link RecurrentWeights#begin}. */
    void begin(int rows, float[] x) {
        fromInput = Buffers.atLeast(fromInput, rows * sums);
        fromState = Buffers.atLeast(fromState, rows * sums);
        normalized = Buffers.atLeast(normalized, rows * sums);
        inputNorm.prepare(rows);
        recurrentNorm.prepare(rows);
        weights.begin(rows, x, fromInput, false);
    }

    /**
     * {@code count} rows from {@code row}, on the calling thread.
     *
     * @param h {@code [R, P]}, read; {@code null} means zero
     * @param a {@code [R, N]}, these rows overwritten
     */
    void forward(int row, int count, float[] h, float[] a) {
        int from = row * sums;
        weights.project(row, count);
        inputNorm.forwardRows(row, row + count, fromInput, a);
        Arrays.fill(fromState, from, from + count * sums, 0f);
        if (h != null) {
            weights.recur(0, row, count, h, fromState, sums, 0);
        }
        recurrentNorm.forwardRows(row, row + count, fromState, normalized);
        engine.kernels().elementwise().add(count * sums, normalized, from, a, from);
    }

    void beginBackward(int rows) {
        dFromInput = Buffers.atLeast(dFromInput, rows * sums);
    }

    /**
     * Gradient of {@link #forward}; that of the states goes on from {@link #dRecurrent}.
     *
     * @param da {@code [R, N]}, these rows read
     */
    void backward(int row, int count, float[] da) {
        int from = row * sums;
        Arrays.fill(dFromInput, from, from + count * sums, 0f);
        inputNorm.inputGradientRows(row, row + count, fromInput, da, dFromInput);
        Arrays.fill(normalized, from, from + count * sums, 0f);
        recurrentNorm.inputGradientRows(row, row + count, fromState, da, normalized);
    }

    /** The gradient of {@code h Wh}, {@code [R, N]}. */
    float[] dRecurrent() {
        return normalized;
    }

    /** Accumulates the gradients of weights, bias and gains: see {@link RecurrentWeights#gradients}. */
    void gradients(RowLayout layout, float[] x, float[] da, float[] dx) {
        int rows = layout.rows();
        weights.gradients(layout, x, dFromInput, null, dx);
        inputNorm.parameterGradients(rows, fromInput, da);
        recurrentNorm.parameterGradients(rows, fromState, da);
    }
}
