package dev.unroll.transformer;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.AttentionScratch;
import dev.unroll.layer.Dense;
import dev.unroll.layer.Initializers;
import dev.unroll.model.Parameter;
import dev.unroll.random.Randomness;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Multi-head attention of a sequence to itself (Vaswani et al. 2017, arXiv 1706.03762):
 *
 * <pre>
 * q, k, v  = x inWeight + inBias              each split into heads
 * attended = softmax(q kᵀ / sqrt(D / heads)) v    per sequence and head, see {@link dev.unroll.kernel.AttentionKernels}
 * y        = attended outWeight + outBias     heads side by side
 * </pre>
 *
 * <p>Legend: R rows, batch-major; D values per row. x, attended and y are {@code [R, D]}; q, k and v stand side by side
 * in {@code [R, 3 D]}; inWeight is {@code [D, 3 D]}, outWeight {@code [D, D]}.
 *
 * <p>Keeps q, k, v, attended and two numbers per row and head; backward computes the weights again.
 *
 * <p>A pass is {@link #prepare}, {@link #projectRows} over all rows, {@link #attend}, {@link #outputRows} over all
 * rows; backward goes the other way. The row methods run on the calling thread, which shares the rows with other
 * workers.
 */
final class MultiHeadAttention {

    private final int size;
    private final int numHeads;
    private final boolean causal;
    private final Engine engine;
    private final Dense in;
    private final Dense out;
    private final AttentionScratch[] scratch;
    private final AtomicInteger nextHead = new AtomicInteger();
    private final Workers.Task attendHeads = this::attendHeads;
    private final Workers.Task headGradients = this::headGradients;

    private float[] qkv = Buffers.EMPTY;
    private float[] attended = Buffers.EMPTY;
    private float[] statistics = Buffers.EMPTY;
    private RowLayout layout;
    private BackwardBuffers gradients;

    /** A layer whose parameters are called {@code name.inWeight} and so on; all values are 0. */
    MultiHeadAttention(String name, int size, int numHeads, boolean causal, Engine engine) {
        this.size = size;
        this.numHeads = numHeads;
        this.causal = causal;
        this.engine = engine;
        in = new Dense(new Parameter(name + ".inWeight", size, 3 * size), new Parameter(name + ".inBias", 3 * size),
                engine);
        out = new Dense(new Parameter(name + ".outWeight", size, size), new Parameter(name + ".outBias", size), engine);
        scratch = new AttentionScratch[engine.workers().threads()];
        for (int i = 0; i < scratch.length; i++) {
            scratch[i] = new AttentionScratch();
        }
    }

    /**
     * Weights uniform after Glorot &amp; Bengio (2010), queries, keys and values counted as a map each; biases 0.
     *
     * @param outputScale what the output's weights are multiplied by
     */
    void initialize(double outputScale, Randomness randomness) {
        double limit = Math.sqrt(6.0 / (size + size));
        Initializers.uniform(in.weight(), (float) limit, randomness);
        Initializers.uniform(out.weight(), (float) (limit * outputScale), randomness);
    }

    List<Parameter> parameters() {
        return List.of(in.weight(), in.bias(), out.weight(), out.bias());
    }

    /** Makes ready for a batch; must precede the other methods. */
    void prepare(RowLayout layout) {
        this.layout = layout;
        qkv = Buffers.atLeast(qkv, layout.rows() * 3 * size);
        attended = Buffers.atLeast(attended, layout.rows() * size);
        statistics = Buffers.atLeast(statistics, layout.rows() * 2 * numHeads);
        in.pack();
        out.pack();
    }

    /** Queries, keys and values of the rows {@code from} to {@code to - 1} of x. */
    void projectRows(int from, int to, float[] x) {
        in.forwardRows(from, to, x, qkv);
    }

    /** Attention of all sequences and heads, with all workers. */
    void attend() {
        nextHead.set(0);
        engine.workers().forEach(scratch.length, attendHeads);
    }

    /** Takes heads as long as there are any: one piece per thread, so that each has scratch space of its own. */
    private void attendHeads(int thread) {
        int headSize = size / numHeads;
        int index;
        while ((index = nextHead.getAndIncrement()) < layout.batchSize() * numHeads) {
            int sequence = index / numHeads;
            int head = index % numHeads;
            int first = layout.start(sequence);
            engine.kernels().attention().attention(layout.length(sequence), headSize, causal, size, qkv,
                    first * 3 * size + head * headSize, attended, first * size + head * headSize, statistics,
                    statisticsOffset(sequence, head), scratch[thread]);
        }
    }

    private int statisticsOffset(int sequence, int head) {
        return 2 * (layout.start(sequence) * numHeads + layout.length(sequence) * head);
    }

    /** The rows {@code from} to {@code to - 1} of y, overwritten. */
    void outputRows(int from, int to, float[] y) {
        out.forwardRows(from, to, attended, y);
    }

    /** Makes ready for backward of the latest pass. */
    void prepareBackward(BackwardBuffers gradients) {
        this.gradients = gradients;
        in.packTransposed();
        out.packTransposed();
    }

    /** From the rows of dy to those of the gradient of {@code attended}. */
    void attendedGradientRows(int from, int to, float[] dy) {
        out.inputGradientRows(from, to, dy, gradients.dAttended);
    }

    /** Gradients of queries, keys and values of all sequences and heads, with all workers. */
    void attendBackward() {
        nextHead.set(0);
        engine.workers().forEach(scratch.length, headGradients);
    }

    private void headGradients(int thread) {
        int headSize = size / numHeads;
        int index;
        while ((index = nextHead.getAndIncrement()) < layout.batchSize() * numHeads) {
            int sequence = index / numHeads;
            int head = index % numHeads;
            int first = layout.start(sequence);
            engine.kernels().attention().attentionBackward(layout.length(sequence), headSize, causal, size, qkv,
                    first * 3 * size + head * headSize, attended, gradients.dAttended, first * size + head * headSize,
                    statistics, statisticsOffset(sequence, head), gradients.dQkv, scratch[thread]);
        }
    }

    /** The rows {@code from} to {@code to - 1} of the gradient with respect to x, overwritten. */
    void inputGradientRows(int from, int to, float[] dx) {
        in.inputGradientRows(from, to, gradients.dQkv, dx);
    }

    /** Accumulates the parameters' gradients with all workers; {@code x} and {@code dy} are those of all rows. */
    void parameterGradients(float[] x, float[] dy) {
        out.parameterGradients(layout.rows(), attended, dy);
        in.parameterGradients(layout.rows(), x, gradients.dQkv);
    }
}
