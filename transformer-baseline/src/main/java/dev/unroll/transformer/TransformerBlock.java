package dev.unroll.transformer;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.layer.Dropout;
import dev.unroll.layer.GradientSums;
import dev.unroll.layer.Pass;
import dev.unroll.layer.RowNorm;
import dev.unroll.model.Parameter;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.List;

/**
 * One block of a Transformer encoder: attention, then feed-forward, each with dropout, a residual connection and
 * normalization, whose place makes the difference between {@link PreNormBlock} and {@link PostNormBlock}.
 *
 * <p>Legend: R rows, batch-major; D values per row. The input x, {@code middle} and {@code output} are {@code [R, D]}.
 *
 * <p>Sequences do not meet in a block. Where groups of them come out even and each thread gets as many, a thread takes a
 * group forward or backward through the whole block, one by one while they are in its cache, and sums up their weight gradients;
 * the sums of the groups, which depend on the batch alone, are added up one after the other. Otherwise forward and
 * backward go in three turns: all rows in blocks of rows, then all sequences and heads, then all rows again; the same
 * groups' gradients follow, parameter by parameter. Neither changes a bit.
 */
abstract class TransformerBlock {

    private static final int ROW_BLOCK = 64;
    /** Rows, of whole sequences, whose gradients stay in the cache until those of the weights are summed. */
    private static final int CHUNK_ROWS = 128;
    /** Parts of the parameters, of about the same size, whose gradients can be summed at the same time. */
    private static final int PARTS = 4;

    final int size;
    final Engine engine;
    final MultiHeadAttention attention;
    final FeedForward feedForward;
    final RowNorm norm1;
    final RowNorm norm2;
    final Dropout attentionDropout;
    final Dropout feedForwardDropout;
    final StochasticDepth depth;

    int rows;
    private RowLayout layout;
    /** The input, read. */
    float[] x;
    /** After attention and its residual connection. */
    float[] middle = Buffers.EMPTY;
    float[] output = Buffers.EMPTY;
    /** Gradients with respect to output, which may be overwritten, and input, overwritten. */
    float[] dOutput;
    float[] dInput;
    BackwardBuffers gradients;

    private final RowGroups groups = new RowGroups();
    private final List<Parameter> parameters = new ArrayList<>();

    private final Workers.Task forwardGroup = this::forwardGroup;
    private final Workers.Task backwardGroup = this::backwardGroup;
    private final Workers.Task partGradients = this::partGradients;
    private final Workers.Task addGroups = this::addGroups;
    private final Workers.Task beforeAttention = this::beforeAttention;
    private final Workers.Task afterAttention = this::afterAttention;
    private final Workers.Task backwardAfterAttention = this::backwardAfterAttention;
    private final Workers.Task backwardBeforeAttention = this::backwardBeforeAttention;

    /**
     * A block, number {@code index} from the input up, whose parameters are called {@code layer0.attention.inWeight}
     * etc.
     */
    TransformerBlock(int index, TransformerSpec spec, StepPositions positions, Engine engine) {
        String name = "layer" + index;
        size = spec.modelSize();
        this.engine = engine;
        attention = new MultiHeadAttention(name + ".attention", spec, positions, engine);
        feedForward = new FeedForward(name + ".feedForward", spec, engine);
        norm1 = spec.normalization().create(name + ".norm1", size, engine);
        norm2 = spec.normalization().create(name + ".norm2", size, engine);
        attentionDropout = new Dropout(name + ".attention", spec.dropout(), engine);
        feedForwardDropout = new Dropout(name + ".feedForward", spec.dropout(), engine);
        depth = new StochasticDepth(name, spec.stochasticDepth() * (index + 1) / spec.numLayers(), size, engine);
        parameters.addAll(attention.parameters());
        parameters.addAll(norm1.parameters());
        parameters.addAll(norm2.parameters());
        parameters.addAll(feedForward.parameters());
    }

    static TransformerBlock of(int index, TransformerSpec spec, StepPositions positions, Engine engine) {
        return spec.normFirst() ? new PreNormBlock(index, spec, positions, engine)
                : new PostNormBlock(index, spec, positions, engine);
    }

    /** See {@link MultiHeadAttention#initialize} and {@link FeedForward#initialize}. */
    void initialize(double outputScale, Randomness randomness) {
        attention.initialize(outputScale, randomness);
        feedForward.initialize(outputScale, randomness);
    }

    List<Parameter> parameters() {
        return parameters;
    }

    /**
     * @param x {@code [R, D]}, read; must stay unchanged until backward is done
     * @return {@code [R, D]}, in a buffer of this block's that may be longer
     */
    float[] forward(RowLayout layout, float[] x, Pass pass) {
        this.x = x;
        prepare(layout, pass);
        if (byGroup()) {
            engine.workers().forEach(groups.count(), forwardGroup);
        } else {
            forEachRowBlock(beforeAttention);
            attention.attend();
            forEachRowBlock(afterAttention);
        }
        return output;
    }

    private void prepare(RowLayout layout, Pass pass) {
        this.layout = layout;
        rows = layout.rows();
        groups.update(layout);
        middle = Buffers.atLeast(middle, rows * size);
        output = Buffers.atLeast(output, rows * size);
        norm1.prepare(rows);
        norm2.prepare(rows);
        attention.prepare(layout, pass);
        feedForward.prepare(rows, pass);
        attentionDropout.prepareRows(rows, size, pass);
        feedForwardDropout.prepareRows(rows, size, pass);
        depth.prepare(layout, pass);
        prepare();
    }

    /** Makes ready for steps, with the weights of this moment. */
    void prepareSteps(RowLayout layout) {
        prepare(layout, Pass.EVALUATION);
        attention.prepareSteps(layout.batchSize());
    }

    /**
     * One step of each sequence, as {@link #forward} would compute it, on the calling thread.
     *
     * @param x {@code [B, D]}, read
     * @return {@code [B, D]}, in a buffer of this block's that may be longer
     */
    float[] step(float[] x) {
        this.x = x;
        beforeAttention(0, rows);
        attention.attendSteps();
        afterAttention(0, rows);
        return output;
    }

    /** The next step of this sequence is its first. */
    void restart(int sequence) {
        attention.restart(sequence);
    }

    /**
     * Backward of the latest forward; accumulates the parameters' gradients.
     *
     * @param dOutput {@code [R, D]}, overwritten
     * @param dInput  {@code [R, D]}, overwritten; another array than {@code dOutput}
     */
    void backward(float[] dOutput, float[] dInput, BackwardBuffers gradients) {
        this.dOutput = dOutput;
        this.dInput = dInput;
        this.gradients = gradients;
        feedForward.prepareBackward(gradients);
        attention.prepareBackward(gradients);
        gradients.prepareGroups(groups.count(), parameters);
        if (byGroup()) {
            engine.workers().forEach(groups.count(), backwardGroup);
        } else {
            forEachRowBlock(backwardAfterAttention);
            attention.attendBackward();
            forEachRowBlock(backwardBeforeAttention);
            for (int group = 0; group < groups.count(); group++) {
                gradients.groupSums(group).clear();
            }
            engine.workers().forEach(groups.count() * PARTS, partGradients);
        }
        engine.workers().forEach(parameters.size(), addGroups);
        attention.positionGradients();
    }

    private void partGradients(int index) {
        int group = index / PARTS;
        parameterGradients(index % PARTS, groups.firstRow(group), groups.firstRow(group + 1), gradients.groupSums(group));
    }

    private void addGroups(int index) {
        Parameter parameter = parameters.get(index);
        for (int group = 0; group < groups.count(); group++) {
            engine.kernels().elementwise().add(parameter.size(), gradients.groupSums(group).of(parameter), 0,
                    parameter.gradient(), 0);
        }
    }

    /** What the block put out in the latest forward. */
    float[] output() {
        return output;
    }

    private boolean byGroup() {
        int threads = engine.workers().threads();
        return threads == 1 ? groups.wholeSequences() : groups.even() && groups.count() % threads == 0;
    }

    private void forwardGroup(int group) {
        for (int sequence = groups.firstSequence(group); sequence < groups.firstSequence(group + 1); sequence++) {
            int from = layout.start(sequence);
            int to = from + layout.length(sequence);
            for (int row = from; row < to; row += ROW_BLOCK) {
                beforeAttention(row, Math.min(to, row + ROW_BLOCK));
            }
            attention.attendSequence(sequence, group);
            for (int row = from; row < to; row += ROW_BLOCK) {
                afterAttention(row, Math.min(to, row + ROW_BLOCK));
            }
        }
    }

    private void backwardGroup(int group) {
        GradientSums sums = gradients.groupSums(group);
        sums.clear();
        int summed = groups.firstRow(group);
        for (int sequence = groups.firstSequence(group); sequence < groups.firstSequence(group + 1); sequence++) {
            int from = layout.start(sequence);
            int to = from + layout.length(sequence);
            for (int row = from; row < to; row += ROW_BLOCK) {
                backwardAfterAttention(row, Math.min(to, row + ROW_BLOCK));
            }
            attention.attendSequenceBackward(sequence, group);
            for (int row = from; row < to; row += ROW_BLOCK) {
                backwardBeforeAttention(row, Math.min(to, row + ROW_BLOCK));
            }
            if (to - summed >= CHUNK_ROWS || to == groups.firstRow(group + 1)) {
                for (int part = 0; part < PARTS; part++) {
                    parameterGradients(part, summed, to, sums);
                }
                summed = to;
            }
        }
    }

    private void forEachRowBlock(Workers.Task task) {
        engine.workers().forEach((rows + ROW_BLOCK - 1) / ROW_BLOCK, task);
    }

    private void beforeAttention(int block) {
        beforeAttention(block * ROW_BLOCK, Math.min(rows, (block + 1) * ROW_BLOCK));
    }

    private void afterAttention(int block) {
        afterAttention(block * ROW_BLOCK, Math.min(rows, (block + 1) * ROW_BLOCK));
    }

    private void backwardAfterAttention(int block) {
        backwardAfterAttention(block * ROW_BLOCK, Math.min(rows, (block + 1) * ROW_BLOCK));
    }

    private void backwardBeforeAttention(int block) {
        backwardBeforeAttention(block * ROW_BLOCK, Math.min(rows, (block + 1) * ROW_BLOCK));
    }

    /** Dropout and stochastic depth of the rows {@code from} to {@code to - 1} of what a part adds. */
    final void dropRows(Dropout dropout, int from, int to, float[] x) {
        dropout.forwardRows(from, to, x);
        depth.scaleRows(from, to, x);
    }

    /** The same for the gradient. */
    final void dropGradientRows(Dropout dropout, int from, int to, float[] dx) {
        dropout.backwardRows(from, to, dx);
        depth.scaleRows(from, to, dx);
    }

    /** Makes room for what only this form of block keeps. */
    abstract void prepare();

    /** From rows of x to queries, keys and values. */
    abstract void beforeAttention(int from, int to);

    /** From rows of attention's result to rows of {@code output}. */
    abstract void afterAttention(int from, int to);

    /** From rows of {@code dOutput} to the gradient of attention's result. */
    abstract void backwardAfterAttention(int from, int to);

    /** From gradients of queries, keys and values to rows of {@code dInput}. */
    abstract void backwardBeforeAttention(int from, int to);

    /**
     * Adds up the gradients of a part of the parameters over the rows {@code from} to {@code to - 1}, on the calling
     * thread.
     *
     * @param part below {@link #PARTS}
     */
    abstract void parameterGradients(int part, int from, int to, GradientSums sums);

    /** {@code y += x} in the rows {@code from} to {@code to - 1}. */
    final void addRows(int from, int to, float[] x, float[] y) {
        engine.kernels().elementwise().add((to - from) * size, x, from * size, y, from * size);
    }

    /** {@code y = x} in the rows {@code from} to {@code to - 1}. */
    final void copyRows(int from, int to, float[] x, float[] y) {
        System.arraycopy(x, from * size, y, from * size, (to - from) * size);
    }
}
