package dev.unroll.recurrent;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.MatrixKernels;
import dev.unroll.layer.Initializers;
import dev.unroll.layer.Pass;
import dev.unroll.model.Parameter;
import dev.unroll.random.Randomness;
import java.util.Arrays;
import java.util.List;

/**
 * The weights of a recurrent layer and their products:
 *
 * <pre>
 * a_t = b + x_t Wx + h_{t-1} Wh
 * </pre>
 *
 * <p>Legend: R rows, one per real step; I inputs; H hidden units; P values of a hidden state, H unless it is projected;
 * N weighted sums per row, H for each gate. x is {@code [R, I]}, h of the previous step {@code [R, P]}, a
 * {@code [R, N]}; inputWeight Wx is {@code [I, N]}, recurrentWeight Wh {@code [P, N]}, bias b {@code [N]}; rows are
 * contiguous.
 *
 * <p>Wh may fall into parts, each some gates' columns, for cells whose gates do not all recur at the same time or from
 * the same values; part 0 takes h.
 *
 * <p>Only the recurrent product has to wait for the step before. All the others are done for every step at once and
 * divided among the workers (Appleyard, Kočiský &amp; Blunsom 2016, arXiv 1604.01946): the input projection and the
 * input gradient by rows, the weight gradients by groups of sequences, so that a thread reads again what it wrote in the
 * recurrence, and by columns. A weight's gradient is that of the first group, a chain over its rows, and to it are added
 * those of the other groups one after the other; the groups depend on the batch alone, not on the number of threads.
 */
public final class RecurrentWeights {

    private static final int ROW_BLOCK = 64;
    private static final int COLUMN_UNIT = 32;
    /** Each group but the first needs memory for a gradient of its own. */
    private static final int MOST_GROUPS = 4;
    /** Values of a gradient that are added as one piece of work. */
    private static final int SUM_BLOCK = 8 * 1024;
    /** Rows of da that a weight gradient takes at a time, so that all that reads them finds them in the cache. */
    private static final int GRADIENT_ROWS = 256;
    /** Input weights of up to this many values stay in the near cache beside the recurrent weights. */
    private static final int SMALL_INPUT_WEIGHT = 32 * 1024;

    private final int inputSize;
    private final int hiddenSize;
    private final int stateSize;
    private final int sums;
    private final Engine engine;
    private final MatrixKernels matrix;
    private final Parameter inputWeight;
    private final Parameter recurrentWeight;
    private final Parameter bias;
    private final DropConnect dropConnect;
    private final float[] packedInput;
    private final Part[] parts;
    private float[] packedInputTransposed = Buffers.EMPTY;

    private final Workers.Task projectBlock = this::projectBlock;
    private final Workers.Task inputGradientBlock = this::inputGradientBlock;
    private final Workers.Task weightGradientBlock = this::weightGradientBlock;
    private final Workers.Task sumBlock = this::sumBlock;
    private RowLayout layout;
    private int rows;
    private boolean biased;
    private boolean projectsAhead;
    private int columnBlock;
    private int columnBlocks;
    private float[] x;
    private float[] a;
    private float[] da;
    private float[] dBiased;
    private float[] dx;
    private int groups;
    private final Gradient[] gradients = new Gradient[MOST_GROUPS];

    /**
     * What a group of sequences gives to the weights. That of the first group is the parameters' own gradient, or what
     * DropConnect makes it of.
     */
    private static final class Gradient {
        float[] inputWeight = Buffers.EMPTY;
        float[] recurrentWeight = Buffers.EMPTY;
        float[] bias = Buffers.EMPTY;
    }

    /** Some gates' columns of Wh, and where its gradient comes from: {@code dWh += hᵀ da}. */
    private static final class Part {
        final int from;
        final int columns;
        final float[] packed;
        float[] packedTransposed = Buffers.EMPTY;
        float[] h;
        float[] da;
        int daStride;
        int daColumn;

        Part(int from, int columns, float[] packed) {
            this.from = from;
            this.columns = columns;
            this.packed = packed;
        }
    }

    /**
     * Weights whose values are all 0.
     *
     * @param name        the layer's name, before the parameters' own
     * @param stateSize   P
     * @param dropConnect probability that a training pass drops a value of Wh, from 0 to below 1
     * @param partGates   gates of each part of Wh, in the order of the columns; together N / H
     */
    public RecurrentWeights(String name, int inputSize, int stateSize, int hiddenSize, double dropConnect,
            Engine engine, int... partGates) {
        this.inputSize = inputSize;
        this.hiddenSize = hiddenSize;
        this.stateSize = stateSize;
        this.engine = engine;
        matrix = engine.kernels().matrix();
        parts = new Part[partGates.length];
        int column = 0;
        for (int p = 0; p < parts.length; p++) {
            int columns = Math.multiplyExact(partGates[p], hiddenSize);
            parts[p] = new Part(column, columns, new float[matrix.packedLength(stateSize, columns)]);
            column = Math.addExact(column, columns);
        }
        sums = column;
        inputWeight = new Parameter(name + ".inputWeight", inputSize, sums);
        recurrentWeight = new Parameter(name + ".recurrentWeight", stateSize, sums);
        bias = new Parameter(name + ".bias", sums);
        this.dropConnect = new DropConnect(recurrentWeight, dropConnect, engine);
        packedInput = new float[matrix.packedLength(inputSize, sums)];
        Arrays.setAll(gradients, group -> new Gradient());
        gradients[0].inputWeight = inputWeight.gradient();
        gradients[0].bias = bias.gradient();
    }

    /**
     * Input weights uniform after Glorot &amp; Bengio (2010) with the fans of a single gate, recurrent weights as asked,
     * bias 0.
     */
    public void initialize(RecurrentInitialization recurrent, Randomness randomness) {
        Initializers.glorotUniform(inputWeight, inputSize, hiddenSize, randomness);
        recurrent.initialize(recurrentWeight, hiddenSize, randomness);
        Initializers.constant(bias, 0f);
    }

    public int hiddenSize() {
        return hiddenSize;
    }

    public Parameter bias() {
        return bias;
    }

    public List<Parameter> parameters() {
        return List.of(inputWeight, recurrentWeight, bias);
    }

    /** Takes in the weights' present values for forward passes. */
    public void pack(Pass pass) {
        matrix.pack(inputSize, sums, inputWeight.value(), 0, sums, packedInput, 0);
        float[] values = dropConnect.draw(pass);
        for (Part part : parts) {
            matrix.pack(stateSize, part.columns, values, part.from, sums, part.packed, 0);
        }
    }

    /**
     * Begins a forward pass: where that pays, computes {@code a = b + x Wx} for all rows, with all workers. For small
     * input weights {@link #project} does it instead, row by row as it is needed: the product is then worth less than
     * writing all of a and reading it back.
     *
     * @param x      {@code [R, I]}, read until the pass is done
     * @param a      {@code [R, N]}, overwritten
     * @param biased whether b is added; 0 in its place if not
     */
    public void begin(int rows, float[] x, float[] a, boolean biased) {
        this.rows = rows;
        this.x = x;
        this.a = a;
        this.biased = biased;
        projectsAhead = inputWeight.size() > SMALL_INPUT_WEIGHT;
        if (projectsAhead) {
            engine.workers().forEach(blocks(rows, ROW_BLOCK), projectBlock);
        }
    }

    private void projectBlock(int block) {
        int from = block * ROW_BLOCK;
        projectRows(from, Math.min(rows - from, ROW_BLOCK));
    }

    private void projectRows(int from, int count) {
        if (biased) {
            matrix.multiplyBias(count, sums, inputSize, x, from * inputSize, inputSize, packedInput, 0, bias.value(),
                    0, a, from * sums, sums);
        } else {
            matrix.multiply(count, sums, inputSize, x, from * inputSize, inputSize, packedInput, 0,
                    a, from * sums, sums);
        }
    }

    /** Sees to it that {@code a = b + x Wx} in {@code count} rows from {@code from}, on the calling thread. */
    public void project(int from, int count) {
        if (!projectsAhead) {
            projectRows(from, count);
        }
    }

    /**
     * {@link #project} and, with part 0, {@link #recur}.
     *
     * @param hPrevious {@code [R, P]}, read; {@code null} means zero
     */
    public void sum(int from, int count, float[] hPrevious) {
        project(from, count);
        if (hPrevious != null) {
            recur(0, from, count, hPrevious, a, sums, parts[0].from);
        }
    }

    /**
     * {@code q += h Wh} with the columns of one part, for {@code count} rows from {@code from}, on the calling thread.
     *
     * @param h {@code [R, P]}, read
     * @param q {@code [R, stride]}, accumulated into from {@code column} on
     */
    public void recur(int part, int from, int count, float[] h, float[] q, int stride, int column) {
        matrix.multiplyAdd(count, parts[part].columns, stateSize, h, from * stateSize, stateSize, parts[part].packed,
                0, q, from * stride + column, stride);
    }

    /** Takes in the weights of the latest {@link #pack} for {@link #recurBackward}. */
    public void packForBackward() {
        float[] values = dropConnect.values();
        for (Part part : parts) {
            part.packedTransposed =
                    Buffers.atLeast(part.packedTransposed, matrix.packedLength(part.columns, stateSize));
            matrix.packTransposed(part.columns, stateSize, values, part.from, sums, part.packedTransposed, 0);
        }
    }

    /**
     * Gradient of {@link #recur}: {@code dh += dq Whᵀ} for {@code count} rows of dq from {@code from}, on the calling
     * thread.
     *
     * @param dq {@code [R, stride]}, read from {@code column} on
     * @param dh {@code [_, P]}, accumulated into, from row {@code dhFrom}
     */
    public void recurBackward(int part, int from, int count, float[] dq, int stride, int column, int dhFrom,
            float[] dh) {
        matrix.multiplyAdd(count, stateSize, parts[part].columns, dq, from * stride + column, stride,
                parts[part].packedTransposed, 0, dh, dhFrom * stateSize, stateSize);
    }

    /**
     * Says what the gradient of a part of Wh is made of, {@code dWh += hᵀ dq}; must precede {@link #gradients} for each
     * part.
     *
     * @param h  {@code [R, P]}, what {@link #recur} took; read in {@link #gradients}
     * @param dq {@code [R, stride]}, read there from {@code column} on
     */
    public void recurred(int part, float[] h, float[] dq, int stride, int column) {
        parts[part].h = h;
        parts[part].da = dq;
        parts[part].daStride = stride;
        parts[part].daColumn = column;
    }

    /**
     * Accumulates the gradients of the weights and computes {@code dx = da Wxᵀ}, for all rows, with all workers.
     *
     * @param x       {@code [R, I]}, read
     * @param da      {@code [R, N]}, gradient of what {@link #project} gives, read
     * @param dBiased {@code [R, N]}, gradient of what the bias was added to, read; {@code null} leaves the bias out
     * @param dx      {@code [R, I]}, overwritten; {@code null} if not wanted
     */
    public void gradients(RowLayout layout, float[] x, float[] da, float[] dBiased, float[] dx) {
        this.layout = layout;
        this.rows = layout.rows();
        this.x = x;
        this.da = da;
        this.dBiased = dBiased;
        this.dx = dx;
        gradients[0].recurrentWeight = dropConnect.gradient();
        groups = Math.min(MOST_GROUPS, layout.blocks());
        for (int group = 1; group < groups; group++) {
            gradients[group].inputWeight = Buffers.atLeast(gradients[group].inputWeight, inputWeight.size());
            gradients[group].recurrentWeight = Buffers.atLeast(gradients[group].recurrentWeight, recurrentWeight.size());
            gradients[group].bias = Buffers.atLeast(gradients[group].bias, sums);
        }
        // Wide blocks read x and h seldom; two for each thread let one that is held up be made up for.
        columnBlock = blocks(blocks(sums, blocks(2 * engine.workers().threads(), groups)), COLUMN_UNIT) * COLUMN_UNIT;
        columnBlocks = 0;
        for (Part part : parts) {
            columnBlocks += blocks(part.columns, columnBlock);
        }
        engine.workers().forEach(groups * columnBlocks, weightGradientBlock);
        if (groups > 1) {
            engine.workers().forEach(blocks(recurrentWeight.size(), SUM_BLOCK) + blocks(inputWeight.size(), SUM_BLOCK) + 1,
                    sumBlock);
        }
        if (dx != null) {
            packedInputTransposed = Buffers.atLeast(packedInputTransposed, matrix.packedLength(sums, inputSize));
            matrix.packTransposed(sums, inputSize, inputWeight.value(), 0, sums, packedInputTransposed, 0);
            engine.workers().forEach(blocks(rows, ROW_BLOCK), inputGradientBlock);
        }
        dropConnect.backward();
        for (Part part : parts) {
            part.h = null;
            part.da = null;
        }
    }

    private void inputGradientBlock(int block) {
        int from = block * ROW_BLOCK;
        int count = Math.min(rows - from, ROW_BLOCK);
        matrix.multiply(count, inputSize, sums, da, from * sums, sums, packedInputTransposed, 0,
                dx, from * inputSize, inputSize);
    }

    private void weightGradientBlock(int block) {
        int group = block / columnBlocks;
        int left = block % columnBlocks;
        int p = 0;
        while (left >= blocks(parts[p].columns, columnBlock)) {
            left -= blocks(parts[p].columns, columnBlock);
            p++;
        }
        int from = left * columnBlock;
        int columns = Math.min(parts[p].columns - from, columnBlock);
        if (group > 0) {
            clear(gradients[group], parts[p].from + from, columns);
        }
        weightGradientColumns(group, parts[p], from, columns);
    }

    private void clear(Gradient gradient, int column, int columns) {
        for (int i = 0; i < inputSize; i++) {
            Arrays.fill(gradient.inputWeight, i * sums + column, i * sums + column + columns, 0f);
        }
        for (int i = 0; i < stateSize; i++) {
            Arrays.fill(gradient.recurrentWeight, i * sums + column, i * sums + column + columns, 0f);
        }
        Arrays.fill(gradient.bias, column, column + columns, 0f);
    }

    private void weightGradientColumns(int group, Part part, int from, int columns) {
        Gradient gradient = gradients[group];
        int column = part.from + from;
        int end = firstRow(group + 1);
        for (int row = firstRow(group); row < end; row += GRADIENT_ROWS) {
            int count = Math.min(end - row, GRADIENT_ROWS);
            matrix.multiplyTransposedAdd(stateSize, columns, count, part.h, row * stateSize, stateSize,
                    part.da, row * part.daStride + part.daColumn + from, part.daStride,
                    gradient.recurrentWeight, column, sums);
            matrix.multiplyTransposedAdd(inputSize, columns, count, x, row * inputSize, inputSize,
                    da, row * sums + column, sums, gradient.inputWeight, column, sums);
            if (dBiased != null) {
                engine.kernels().reduction().sumRows(count, columns, dBiased, row * sums + column, sums,
                        gradient.bias, column);
            }
        }
    }

    /** The first row of a group's sequences; that of the group after the last is where rows end. */
    private int firstRow(int group) {
        return group == groups ? rows : layout.rowOfRank(layout.blocks() * group / groups * RowLayout.BLOCK, 0);
    }

    /** Adds up some values of the groups' gradients. */
    private void sumBlock(int block) {
        int recurrentBlocks = blocks(recurrentWeight.size(), SUM_BLOCK);
        int inputBlocks = blocks(inputWeight.size(), SUM_BLOCK);
        for (int group = 1; group < groups; group++) {
            Gradient first = gradients[0];
            Gradient other = gradients[group];
            if (block < recurrentBlocks) {
                add(other.recurrentWeight, block, recurrentWeight.size(), first.recurrentWeight);
            } else if (block < recurrentBlocks + inputBlocks) {
                add(other.inputWeight, block - recurrentBlocks, inputWeight.size(), first.inputWeight);
            } else {
                engine.kernels().elementwise().add(sums, other.bias, 0, first.bias, 0);
            }
        }
    }

    private void add(float[] from, int block, int size, float[] to) {
        int at = block * SUM_BLOCK;
        engine.kernels().elementwise().add(Math.min(SUM_BLOCK, size - at), from, at, to, at);
    }

    private static int blocks(int size, int blockSize) {
        return (size + blockSize - 1) / blockSize;
    }
}
