package dev.unroll.transformer;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.AttentionCache;
import dev.unroll.kernel.AttentionDropout;
import dev.unroll.kernel.AttentionGroup;
import dev.unroll.kernel.AttentionKernels;
import dev.unroll.kernel.AttentionScratch;
import dev.unroll.layer.Dense;
import dev.unroll.layer.GradientSums;
import dev.unroll.layer.Initializers;
import dev.unroll.layer.Pass;
import dev.unroll.model.Parameter;
import dev.unroll.random.Randomness;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Multi-head attention of a sequence to itself (Vaswani et al. 2017, arXiv 1706.03762):
 *
 * <pre>
 * q, k, v  = x inWeight + inBias              each split into heads; q and k turned if positions are rotary
 * attended = softmax(q kᵀ / sqrt(H) + bias) v per sequence and head, see {@link AttentionKernels}
 * y        = attended outWeight + outBias     heads side by side
 * </pre>
 *
 * <p>Legend: R rows, batch-major; D values per row, H of each head, N heads of keys and of values, each shared by as
 * many heads of queries. x, attended and y are {@code [R, D]}; q, k and v stand side by side in {@code [R, S]} with S =
 * D + 2 N H; inWeight is {@code [D, S]}, outWeight {@code [D, D]}.
 *
 * <p>Keeps q, k, v, attended and two numbers per row and head; backward computes the weights again.
 *
 * <p>A pass is {@link #prepare}, {@link #projectRows} over all rows, {@link #attend}, {@link #outputRows} over all
 * rows; backward goes the other way. The row methods run on the calling thread, which shares the rows with other
 * workers.
 */
final class MultiHeadAttention {

    private static final ThreadLocal<int[]> RANDOM_BLOCK = ThreadLocal.withInitial(() -> new int[4]);

    private final String name;
    private final int size;
    private final int numHeads;
    private final int headSize;
    private final int groupSize;
    private final int qkvSize;
    private final float dropout;
    private final StepPositions positions;
    private final Engine engine;
    private final Dense in;
    private final Dense out;
    private final AttentionGroup[] groups;
    private final AttentionGroup[] droppingGroups;
    private final AttentionScratch[] scratch;
    private final AtomicInteger nextPiece = new AtomicInteger();
    private final Workers.Task attendHeads = this::attendHeads;
    private final Workers.Task headGradients = this::headGradients;

    private float[] qkv = Buffers.EMPTY;
    private float[] attended = Buffers.EMPTY;
    private float[] statistics = Buffers.EMPTY;
    private int[] steps = {};
    private AttentionCache[][] caches = {};
    private RowLayout layout;
    private Randomness dropoutKey;
    private AttentionGroup[] current;
    private BackwardBuffers gradients;

    /** A layer whose parameters are called {@code name.inWeight} and so on; all values are 0. */
    MultiHeadAttention(String name, TransformerSpec spec, StepPositions positions, Engine engine) {
        this.name = name;
        this.positions = positions;
        this.engine = engine;
        size = spec.modelSize();
        numHeads = spec.numHeads();
        headSize = spec.headSize();
        groupSize = numHeads / spec.numKeyValueHeads();
        qkvSize = qkvSize(spec);
        dropout = spec.attentionDropout().floatValue();
        in = new Dense(new Parameter(name + ".inWeight", size, qkvSize), new Parameter(name + ".inBias", qkvSize),
                engine);
        out = new Dense(new Parameter(name + ".outWeight", size, size), new Parameter(name + ".outBias", size), engine);
        groups = groups(spec, null);
        droppingGroups = groups(spec, this::dropoutMask);
        scratch = new AttentionScratch[Math.max(RowGroups.MOST, engine.workers().threads())];
        for (int i = 0; i < scratch.length; i++) {
            scratch[i] = new AttentionScratch();
        }
    }

    /** S. */
    static int qkvSize(TransformerSpec spec) {
        return Math.addExact(spec.modelSize(), 2 * spec.numKeyValueHeads() * spec.headSize());
    }

    private AttentionGroup[] groups(TransformerSpec spec, AttentionDropout dropout) {
        AttentionGroup[] groups = new AttentionGroup[spec.numKeyValueHeads()];
        int keyValueSize = groups.length * headSize;
        int window = spec.attentionWindow() == null ? AttentionGroup.NO_WINDOW : spec.attentionWindow();
        for (int i = 0; i < groups.length; i++) {
            groups[i] = new AttentionGroup(headSize, groupSize, qkvSize, i * groupSize * headSize, size + i * headSize,
                    size + keyValueSize + i * headSize, size, spec.causal(), window, positions.bias(), dropout);
        }
        return groups;
    }

    /**
     * Weights uniform after Glorot &amp; Bengio (2010), queries, keys and values counted as a square map each; biases
     * 0.
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
    void prepare(RowLayout layout, Pass pass) {
        this.layout = layout;
        qkv = Buffers.atLeast(qkv, layout.rows() * qkvSize);
        attended = Buffers.atLeast(attended, layout.rows() * size);
        statistics = Buffers.atLeast(statistics, layout.rows() * 2 * numHeads);
        boolean dropping = pass.training() && dropout > 0;
        current = dropping ? droppingGroups : groups;
        dropoutKey = dropping ? pass.dropout().derive(name + ".weights") : null;
        if (positions.rotary() != null) {
            updateSteps();
        }
        in.pack();
        out.pack();
    }

    private void updateSteps() {
        if (steps.length < layout.rows()) {
            steps = new int[layout.rows()];
        }
        for (int b = 0; b < layout.batchSize(); b++) {
            for (int t = 0; t < layout.length(b); t++) {
                steps[layout.row(b, t)] = t;
            }
        }
    }

    /** A weight's place in the random table is that of its row and head, then its key. */
    private void dropoutMask(int head, int row, int firstKey, int n, float[] mask) {
        long place = ((long) row * numHeads + head) << Integer.SIZE | firstKey;
        dropoutKey.dropoutMask(dropout, place, n, mask, 0, RANDOM_BLOCK.get());
    }

    /** Queries, keys and values of the rows {@code from} to {@code to - 1} of x. */
    void projectRows(int from, int to, float[] x) {
        in.forwardRows(from, to, x, qkv);
        if (positions.rotary() != null) {
            for (int row = from; row < to; row++) {
                positions.rotary().rotate(steps[row], numHeads + groups.length, qkv, row * qkvSize);
            }
        }
    }

    /** Attention of all sequences and heads, with all workers. */
    void attend() {
        nextPiece.set(0);
        engine.workers().forEach(engine.workers().threads(), attendHeads);
    }

    /**
     * Takes groups of heads as long as there are any: one piece per thread, so that each has scratch space of its own.
     */
    private void attendHeads(int thread) {
        int index;
        while ((index = nextPiece.getAndIncrement()) < layout.batchSize() * groups.length) {
            attend(index / groups.length, index % groups.length, thread);
        }
    }

    /**
     * Attention of one sequence, on the calling thread.
     *
     * @param place of the scratch space, below {@link RowGroups#MOST}; no two at the same time
     */
    void attendSequence(int sequence, int place) {
        for (int group = 0; group < groups.length; group++) {
            attend(sequence, group, place);
        }
    }

    private void attend(int sequence, int group, int place) {
        engine.kernels().attention().attention(current[group], layout.start(sequence), layout.length(sequence), qkv,
                attended, statistics, statisticsOffset(sequence, group), scratch[place]);
    }

    private int statisticsOffset(int sequence, int group) {
        return 2 * (layout.start(sequence) * numHeads + layout.length(sequence) * group * groupSize);
    }

    /** The rows {@code from} to {@code to - 1} of y, overwritten. */
    void outputRows(int from, int to, float[] y) {
        out.forwardRows(from, to, attended, y);
    }

    /**
     * The weights of one head in the latest pass, without dropout.
     *
     * @param weights {@code [R, T]} with T the greatest length, zero or overwritten
     */
    void weights(int head, float[] weights) {
        int group = head / groupSize;
        for (int b = 0; b < layout.batchSize(); b++) {
            engine.kernels().attention().attentionWeights(groups[group], head % groupSize, layout.start(b),
                    layout.length(b), qkv, statistics, statisticsOffset(b, group), weights,
                    layout.start(b) * layout.maxLength(), layout.maxLength(), scratch[0]);
        }
    }

    /** Makes ready, after {@link #prepare}, for rows that are each a step of another sequence. */
    void prepareSteps(int batchSize) {
        caches = new AttentionCache[batchSize][groups.length];
        for (AttentionCache[] heads : caches) {
            for (int i = 0; i < heads.length; i++) {
                heads[i] = new AttentionCache(headSize);
            }
        }
        if (steps.length < batchSize) {
            steps = new int[batchSize];
        }
    }

    /** The rows that were projected are the next steps: they attend to themselves and to the steps before. */
    void attendSteps() {
        for (int b = 0; b < caches.length; b++) {
            for (int i = 0; i < groups.length; i++) {
                engine.kernels().attention().attentionStep(groups[i], b, qkv, attended, caches[b][i], scratch[0]);
            }
            steps[b] = caches[b][0].length();
        }
    }

    /** Forgets the steps of one sequence. */
    void restart(int sequence) {
        for (AttentionCache cache : caches[sequence]) {
            cache.clear();
        }
        steps[sequence] = 0;
    }

    /** Makes ready for backward of the latest pass. */
    void prepareBackward(BackwardBuffers gradients) {
        this.gradients = gradients;
        in.packTransposed();
        out.packTransposed();
        if (positions.relative() != null) {
            positions.relative().prepareBackward(layout);
        }
    }

    /** From the rows of dy to those of the gradient of {@code attended}. */
    void attendedGradientRows(int from, int to, float[] dy) {
        out.inputGradientRows(from, to, dy, gradients.dAttended);
    }

    /** Gradients of queries, keys and values of all sequences and heads, with all workers. */
    void attendBackward() {
        nextPiece.set(0);
        engine.workers().forEach(engine.workers().threads(), headGradients);
    }

    private void headGradients(int thread) {
        int index;
        while ((index = nextPiece.getAndIncrement()) < layout.batchSize() * groups.length) {
            attendBackward(index / groups.length, index % groups.length, thread);
        }
    }

    /** The same of one sequence, on the calling thread; {@code place} as in {@link #attendSequence}. */
    void attendSequenceBackward(int sequence, int place) {
        for (int group = 0; group < groups.length; group++) {
            attendBackward(sequence, group, place);
        }
    }

    private void attendBackward(int sequence, int group, int place) {
        int length = layout.length(sequence);
        engine.kernels().attention().attentionBackward(current[group], layout.start(sequence), length, qkv, attended,
                gradients.dAttended, statistics, statisticsOffset(sequence, group), gradients.dQkv, scratch[place]);
        for (int head = 0; positions.relative() != null && head < groupSize; head++) {
            positions.relative().addHead(sequence, group * groupSize + head, length, scratch[place].biasGradients(),
                    head * (2 * length - 1));
        }
    }

    /** The rows {@code from} to {@code to - 1} of the gradient with respect to x, overwritten. */
    void inputGradientRows(int from, int to, float[] dx) {
        if (positions.rotary() != null) {
            for (int row = from; row < to; row++) {
                positions.rotary().rotateBackward(steps[row], numHeads + groups.length, gradients.dQkv, row * qkvSize);
            }
        }
        in.inputGradientRows(from, to, gradients.dQkv, dx);
    }

    /** Adds up the gradients of outWeight and outBias over the rows {@code from} to {@code to - 1}. */
    void outGradients(int from, int to, float[] dy, GradientSums sums) {
        out.parameterGradientRows(from, to, attended, dy, sums);
    }

    /** Adds up the gradients of inWeight and inBias over the rows {@code from} to {@code to - 1}. */
    void inGradients(int from, int to, float[] x, GradientSums sums) {
        in.parameterGradientRows(from, to, x, gradients.dQkv, sums);
    }

    /** Accumulates the gradients of relative positions, if there are any, over all sequences. */
    void positionGradients() {
        if (positions.relative() != null) {
            positions.relative().parameterGradients(layout.batchSize());
        }
    }
}
