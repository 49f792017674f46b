package dev.unroll.recurrent;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.ElementwiseKernels;
import dev.unroll.layer.Dense;
import dev.unroll.layer.Dropout;
import dev.unroll.layer.Initializers;
import dev.unroll.layer.LayerNorm;
import dev.unroll.layer.Pass;
import dev.unroll.model.Parameter;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.List;

/**
 * A recurrent layer in a residual block that normalizes what enters each part (Xiong et al. 2020, arXiv 2002.04745), the
 * block of a Transformer with the layer in place of attention:
 *
 * <pre>
 * middle = x + dropout(layer(norm1(x)))
 * output = middle + dropout(gelu(norm2(middle) W1 + b1) W2 + b2)    or middle, without a feed-forward part
 * </pre>
 *
 * <p>Legend: R rows, time-major; D values per row, also the layer's hidden units; F inner values. x, middle and output are
 * {@code [R, D]}; W1 is {@code [D, F]}, W2 {@code [F, D]}. The state is the layer's.
 */
public final class ResidualLayer extends WrappingLayer {

    private static final int ROW_BLOCK = 64;

    private final int size;
    private final int innerSize;
    private final Engine engine;
    private final LayerNorm norm1;
    private final LayerNorm norm2;
    private final Dense first;
    private final Dense second;
    private final Dropout layerDropout;
    private final Dropout feedForwardDropout;

    private final Workers.Task beforeLayer = this::beforeLayer;
    private final Workers.Task afterLayer = this::afterLayer;
    private final Workers.Task backwardAfterLayer = this::backwardAfterLayer;
    private final Workers.Task backwardBeforeLayer = this::backwardBeforeLayer;

    private int rows;
    private float[] x;
    private float[] layerOutput;
    private float[] normed1 = Buffers.EMPTY;
    private float[] middle = Buffers.EMPTY;
    private float[] normed2 = Buffers.EMPTY;
    private float[] hidden = Buffers.EMPTY;
    private float[] activated = Buffers.EMPTY;
    private float[] output = Buffers.EMPTY;
    private float[] dOutput;
    private float[] dInput;
    private float[] dFeedForward = Buffers.EMPTY;
    private float[] dHidden = Buffers.EMPTY;
    private float[] dNormed2 = Buffers.EMPTY;
    private float[] dMiddle = Buffers.EMPTY;
    private float[] dLayer = Buffers.EMPTY;
    private float[] dNormed1 = Buffers.EMPTY;

    /**
     * A block around an initialized layer.
     *
     * @param name            {@code layer0}; parameters are called {@code layer0.norm1.gain},
     *                        {@code layer0.feedForward.weight1} and so on
     * @param feedForwardSize F; 0 for no such part
     * @param dropout         of what each part adds
     */
    public ResidualLayer(String name, RecurrentLayer layer, int feedForwardSize, double dropout, Engine engine) {
        super(layer);
        if (layer.inputSize() != layer.hiddenSize()) {
            throw new IllegalArgumentException("residual needs layers that give as many values as they take; got one that"
                    + " takes " + layer.inputSize() + " and gives " + layer.hiddenSize()
                    + "; leave projectionSize out, and make all sizes equal");
        }
        size = layer.hiddenSize();
        innerSize = feedForwardSize;
        this.engine = engine;
        norm1 = new LayerNorm(name + ".norm1", size, engine);
        layerDropout = new Dropout(name + ".layer", dropout, engine);
        boolean feedForward = feedForwardSize > 0;
        norm2 = feedForward ? new LayerNorm(name + ".norm2", size, engine) : null;
        first = feedForward ? dense(name, 1, size, innerSize) : null;
        second = feedForward ? dense(name, 2, innerSize, size) : null;
        feedForwardDropout = new Dropout(name + ".feedForward", dropout, engine);
    }

    private Dense dense(String name, int number, int inputs, int outputs) {
        return new Dense(new Parameter(name + ".feedForward.weight" + number, inputs, outputs),
                new Parameter(name + ".feedForward.bias" + number, outputs), engine);
    }

    /**
     * The feed-forward part's weights uniform after Glorot &amp; Bengio (2010).
     *
     * @param outputScale what its output's weights are multiplied by
     */
    public ResidualLayer initialize(double outputScale, Randomness randomness) {
        if (first != null) {
            double limit = Math.sqrt(6.0 / (size + innerSize));
            Initializers.uniform(first.weight(), (float) limit, randomness);
            Initializers.uniform(second.weight(), (float) (limit * outputScale), randomness);
        }
        return this;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(norm1.parameters());
        parameters.addAll(layer().parameters());
        if (first != null) {
            parameters.addAll(norm2.parameters());
            parameters.addAll(first.parameters());
            parameters.addAll(second.parameters());
        }
        return List.copyOf(parameters);
    }

    @Override
    public void pack(Pass pass) {
        layer().pack(pass);
        if (first != null) {
            first.pack();
            second.pack();
        }
    }

    @Override
    public float[] forward(RowLayout layout, float[] input, float[] initialState, Pass pass) {
        rows = layout.rows();
        x = input;
        normed1 = Buffers.atLeast(normed1, rows * size);
        middle = Buffers.atLeast(middle, rows * size);
        norm1.prepare(rows);
        layerDropout.prepareRows(rows, size, pass);
        if (first != null) {
            normed2 = Buffers.atLeast(normed2, rows * size);
            hidden = Buffers.atLeast(hidden, rows * innerSize);
            activated = Buffers.atLeast(activated, rows * innerSize);
            output = Buffers.atLeast(output, rows * size);
            norm2.prepare(rows);
            feedForwardDropout.prepareRows(rows, size, pass);
        }
        forEachRowBlock(beforeLayer);
        layerOutput = layer().forward(layout, normed1, initialState, pass);
        forEachRowBlock(afterLayer);
        return first == null ? middle : output;
    }

    private void beforeLayer(int block) {
        norm1.forwardRows(from(block), to(block), x, normed1);
    }

    private void afterLayer(int block) {
        int from = from(block);
        int to = to(block);
        ElementwiseKernels kernels = engine.kernels().elementwise();
        System.arraycopy(layerOutput, from * size, middle, from * size, (to - from) * size);
        layerDropout.forwardRows(from, to, middle);
        kernels.add((to - from) * size, x, from * size, middle, from * size);
        if (first != null) {
            norm2.forwardRows(from, to, middle, normed2);
            first.forwardRows(from, to, normed2, hidden);
            kernels.gelu((to - from) * innerSize, hidden, from * innerSize, activated, from * innerSize);
            second.forwardRows(from, to, activated, output);
            feedForwardDropout.forwardRows(from, to, output);
            kernels.add((to - from) * size, middle, from * size, output, from * size);
        }
    }

    @Override
    public void backward(RowLayout layout, float[] dOutput, float[] dFinalState, float[] dInput,
            float[] dInitialState) {
        this.dOutput = dOutput;
        this.dInput = dInput;
        dMiddle = Buffers.atLeast(dMiddle, rows * size);
        dLayer = Buffers.atLeast(dLayer, rows * size);
        dNormed1 = Buffers.atLeast(dNormed1, rows * size);
        if (first != null) {
            dFeedForward = Buffers.atLeast(dFeedForward, rows * size);
            dHidden = Buffers.atLeast(dHidden, rows * innerSize);
            dNormed2 = Buffers.atLeast(dNormed2, rows * size);
            first.packTransposed();
            second.packTransposed();
        }
        forEachRowBlock(backwardAfterLayer);
        layer().backward(layout, dLayer, dFinalState, dNormed1, dInitialState);
        if (dInput != null) {
            forEachRowBlock(backwardBeforeLayer);
        }
        if (first != null) {
            second.parameterGradients(rows, activated, dFeedForward);
            first.parameterGradients(rows, normed2, dHidden);
            norm2.parameterGradients(rows, middle, dNormed2);
        }
        norm1.parameterGradients(rows, x, dNormed1);
    }

    private void backwardAfterLayer(int block) {
        int from = from(block);
        int to = to(block);
        copyRows(from, to, dOutput, dMiddle);
        if (first != null) {
            copyRows(from, to, dOutput, dFeedForward);
            feedForwardDropout.backwardRows(from, to, dFeedForward);
            second.inputGradientRows(from, to, dFeedForward, dHidden);
            engine.kernels().elementwise().geluBackward((to - from) * innerSize, hidden, from * innerSize, dHidden,
                    from * innerSize, dHidden, from * innerSize);
            first.inputGradientRows(from, to, dHidden, dNormed2);
            norm2.inputGradientRows(from, to, middle, dNormed2, dMiddle);
        }
        copyRows(from, to, dMiddle, dLayer);
        layerDropout.backwardRows(from, to, dLayer);
    }

    private void backwardBeforeLayer(int block) {
        copyRows(from(block), to(block), dMiddle, dInput);
        norm1.inputGradientRows(from(block), to(block), x, dNormed1, dInput);
    }

    private void forEachRowBlock(Workers.Task task) {
        engine.workers().forEach((rows + ROW_BLOCK - 1) / ROW_BLOCK, task);
    }

    private static int from(int block) {
        return block * ROW_BLOCK;
    }

    private int to(int block) {
        return Math.min(rows, (block + 1) * ROW_BLOCK);
    }

    private void copyRows(int from, int to, float[] values, float[] copy) {
        System.arraycopy(values, from * size, copy, from * size, (to - from) * size);
    }
}
