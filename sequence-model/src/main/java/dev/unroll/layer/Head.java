package dev.unroll.layer;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.layer.SequenceEncoder.StateVisitor;
import dev.unroll.loss.BatchLoss;
import dev.unroll.model.Parameter;
import dev.unroll.model.Predictions;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The last part of a native model, the same for every kind: pooling (for targets per sequence), a linear map to the outputs,
 * and the loss.
 *
 * <p>Legend: H features of a row, K outputs, N targets: B sequences, or all rows for a target per step.
 */
public final class Head {

    private final Task task;
    private final int size;
    private final Pooling kind;
    /** {@code null} for a target per step. */
    private final PoolingLayer pooling;
    private final Dense dense;
    private final BatchLoss loss;

    private float[] pooled = Buffers.EMPTY;
    private float[] outputs = Buffers.EMPTY;
    private float[] dOutputs = Buffers.EMPTY;
    private float[] dPooled = Buffers.EMPTY;
    private float[] dRows = Buffers.EMPTY;
    private int[] rowClasses = {};
    private float[] rowWeights = Buffers.EMPTY;

    /**
     * @param size    H
     * @param pooling how a sequence's rows become one; not used for a target per step
     */
    public Head(Task task, int size, Pooling pooling, Randomness randomness, Engine engine) {
        this(task, size, 0, pooling, randomness, engine);
    }

    /** @param reversedSize how many of the H read the sequence backwards: {@link SequenceEncoder#reversedSize} */
    public Head(Task task, int size, int reversedSize, Pooling pooling, Randomness randomness, Engine engine) {
        this(task, size, reversedSize, pooling,
                new Dense("head", size, task.outputSize(), engine).initializeGlorot(randomness), randomness, engine);
    }

    /**
     * A head whose scores are inner products with the vectors of the symbols, plus a bias (Press &amp; Wolf 2017, arXiv
     * 1608.05859). The vectors stay parameters of the input.
     *
     * @param vectors {@code [K, H]}
     */
    public static Head tied(Task task, int size, Pooling pooling, Parameter vectors, Randomness randomness,
            Engine engine) {
        Dense dense = Dense.tied(vectors, new Parameter("head.bias", task.outputSize()), engine);
        return new Head(task, size, 0, pooling, dense, randomness, engine);
    }

    private Head(Task task, int size, int reversedSize, Pooling pooling, Dense dense, Randomness randomness,
            Engine engine) {
        this.task = task;
        this.size = size;
        this.kind = pooling;
        this.pooling =
                task.target().perStep() ? null : pooling.layer(size, reversedSize, randomness, engine);
        this.dense = dense;
        loss = new BatchLoss(engine, task.loss(), task.target().size());
    }

    /** Those of the pooling, if it has any, then those of the linear map. */
    public List<Parameter> parameters() {
        if (pooling == null) {
            return dense.parameters();
        }
        List<Parameter> parameters = new ArrayList<>(pooling.parameters());
        parameters.addAll(dense.parameters());
        return List.copyOf(parameters);
    }

    /**
     * The outputs for each target.
     *
     * @param rows {@code [rows, H]}, read
     */
    public Predictions predict(RowLayout layout, float[] rows) {
        forward(layout, rows);
        int k = task.outputSize();
        if (!task.target().perStep()) {
            float[] values = new float[layout.batchSize() * k];
            System.arraycopy(outputs, 0, values, 0, values.length);
            return new Predictions(layout.batchSize(), 1, k, values);
        }
        float[] values = new float[layout.batchSize() * layout.maxLength() * k];
        for (int b = 0; b < layout.batchSize(); b++) {
            for (int t = 0; t < layout.length(b); t++) {
                System.arraycopy(outputs, layout.row(b, t) * k, values, (b * layout.maxLength() + t) * k, k);
            }
        }
        return new Predictions(layout.batchSize(), layout.maxLength(), k, values);
    }

    private void forward(RowLayout layout, float[] rows) {
        int n = targets(layout);
        outputs = Buffers.atLeast(outputs, n * task.outputSize());
        dense.forward(n, denseInput(layout, rows), outputs);
    }

    private int targets(RowLayout layout) {
        return task.target().perStep() ? layout.rows() : layout.batchSize();
    }

    private float[] denseInput(RowLayout layout, float[] rows) {
        if (task.target().perStep()) {
            return rows;
        }
        pooled = Buffers.atLeast(pooled, layout.batchSize() * size);
        pooling.forward(layout, rows, pooled);
        return pooled;
    }

    /**
     * Forward and loss. {@link #backward} follows it.
     *
     * @param rows {@code [rows, H]}, read; must stay unchanged until backward is done
     * @return the weighted mean loss
     */
    public double loss(RowLayout layout, float[] rows, SequenceBatch batch) {
        forward(layout, rows);
        int n = targets(layout);
        dOutputs = Buffers.atLeast(dOutputs, n * task.outputSize());
        int[] classes = batch.classes();
        float[] weights = batch.weights();
        if (task.target().perStep()) {
            gatherTargets(layout, batch);
            classes = rowClasses;
            weights = batch.weights() == null ? null : rowWeights;
        }
        return loss.evaluate(n, outputs, batch.values(), classes, weights, dOutputs);
    }

    /**
     * Forward, for the gradient of one output per sequence in place of the loss. {@link #backward} follows it.
     *
     * @param rows    {@code [rows, H]}, read; must stay unchanged until backward is done
     * @param steps   {@code [B]}, the steps that are meant, for a target per step
     * @param chosen  {@code [B]}, the outputs that are meant
     * @return their values, {@code [B]}
     */
    float[] chooseOutputs(RowLayout layout, float[] rows, int[] steps, int[] chosen) {
        forward(layout, rows);
        int k = task.outputSize();
        dOutputs = Buffers.atLeast(dOutputs, targets(layout) * k);
        Arrays.fill(dOutputs, 0, targets(layout) * k, 0f);
        float[] values = new float[layout.batchSize()];
        for (int b = 0; b < values.length; b++) {
            int at = (task.target().perStep() ? layout.row(b, steps[b]) : b) * k + chosen[b];
            values[b] = outputs[at];
            dOutputs[at] = 1;
        }
        return values;
    }

    private void gatherTargets(RowLayout layout, SequenceBatch batch) {
        if (rowClasses.length < layout.rows()) {
            rowClasses = new int[layout.rows()];
        }
        rowWeights = Buffers.atLeast(rowWeights, layout.rows());
        for (int b = 0; b < layout.batchSize(); b++) {
            for (int t = 0; t < layout.length(b); t++) {
                int row = layout.row(b, t);
                int place = b * layout.maxLength() + t;
                rowClasses[row] = batch.classes()[place];
                if (batch.weights() != null) {
                    rowWeights[row] = batch.weights()[place];
                }
            }
        }
    }

    /**
     * Backward of the latest {@link #loss}; accumulates the parameters' gradients.
     *
     * @param rows as in {@link #loss}
     * @return the gradient with respect to the rows, {@code [rows, H]}, in a buffer that may be longer and may be overwritten
     */
    public float[] backward(RowLayout layout, float[] rows) {
        dRows = Buffers.atLeast(dRows, layout.rows() * size);
        if (task.target().perStep()) {
            dense.backward(layout.rows(), rows, dOutputs, dRows);
        } else {
            dPooled = Buffers.atLeast(dPooled, layout.batchSize() * size);
            dense.backward(layout.batchSize(), pooled, dOutputs, dPooled);
            pooling.backward(layout, rows, dPooled, dRows);
        }
        return dRows;
    }

    /** Reports the inner states of the latest forward, before its backward, each by its name. */
    public void states(RowLayout layout, StateVisitor visitor) {
        if (pooling != null) {
            pooling.states(layout, visitor);
        }
    }

    /**
     * Refuses to see a sequence in pieces, if it takes more than its last step.
     *
     * @throws IllegalArgumentException in one sentence
     */
    void requirePieces() {
        if (pooling != null && kind != Pooling.LAST) {
            throw new IllegalArgumentException("sequences are carried from one batch to the next only where pooling is last,"
                    + " since any other also takes steps of the batches before; got pooling "
                    + kind.name().toLowerCase(Locale.ROOT) + "; choose pooling last");
        }
    }

    /** This head at work step by step, with its parameters' values of this moment, which must then not change. */
    HeadStream stream(int batchSize) {
        dense.pack();
        return new HeadStream(batchSize, pooling == null ? null : pooling.stream(batchSize), dense);
    }
}
