package dev.unroll.layer;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.ElementwiseKernels;
import dev.unroll.kernel.FloatMath;
import dev.unroll.kernel.ReductionKernels;
import dev.unroll.layer.SequenceEncoder.StateVisitor;
import dev.unroll.model.Parameter;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.List;

/**
 * A mean of each sequence's rows in which a small network says how much each row counts: attention over the states
 * (Yang, Yang, Dyer, He, Smola &amp; Hovy 2016, "Hierarchical attention networks for document classification", word
 * attention; the one-hop case of Lin et al. 2017, arXiv 1703.03130, with a bias).
 *
 * <pre>
 * u_t = tanh(b + h_t W)
 * s_t = Σ u_t[j] v[j]
 * α_t = exp(s_t) / Σ_k exp(s_k)        over the sequence's own steps
 * pooled = Σ_t α_t h_t
 * </pre>
 *
 * <p>The sums run forward through the steps with the greatest score so far, m, taken off every score:
 *
 * <pre>
 * if s_t &gt; m:  l = l exp(m - s_t),  o = o exp(m - s_t),  m = s_t
 * p = exp(s_t - m),  l = l + p,  o = fma(p, h_t, o)
 * pooled = (1 / l) o
 * </pre>
 *
 * so that what is pooled of a sequence's beginning does not depend on how it goes on. Backward:
 *
 * <pre>
 * ds_t = α_t (dpooled · h_t - dpooled · pooled)
 * du_t = ds_t v,   dv += Σ ds_t u_t
 * dh_t = α_t dpooled + (du_t (1 - u_t²)) Wᵀ
 * </pre>
 *
 * <p>Legend: R rows, H values of a row, so many values of u, too; weight W is {@code [H, H]}, bias b {@code [H]}, context
 * v {@code [H, 1]}. Rows are divided among the workers for u and s, sequences for the sums.
 */
final class AttentionPooling implements PoolingLayer {

    private static final int ROW_BLOCK = 64;

    private final String name;
    private final int size;
    private final Engine engine;
    private final ElementwiseKernels elementwise;
    private final ReductionKernels reduction;
    private final Dense dense;
    private final Parameter context;
    private final Workers.Task scoreBlock = this::scoreBlock;
    private final Workers.Task poolSequence = this::poolSequence;
    private final Workers.Task weighSequence = this::weighSequence;
    private final Workers.Task scoreSequenceBackward = this::scoreSequenceBackward;
    private final Workers.Task addSequenceBackward = this::addSequenceBackward;

    private float[] u = Buffers.EMPTY;        // [R, H]
    private float[] scores = Buffers.EMPTY;   // [R]
    private float[] statistics = Buffers.EMPTY;  // [B, 2]: m, l
    private float[] weights = Buffers.EMPTY;  // [R]: α
    private float[] dScores = Buffers.EMPTY;  // [R]
    private float[] dSums = Buffers.EMPTY;    // [R, H]

    private RowLayout layout;
    private float[] rows;
    private float[] pooled;
    private float[] dPooled;
    private float[] dRows;

    /** Parameters {@code name.weight}, {@code name.bias} and {@code name.context}, all 0. */
    AttentionPooling(String name, int size, Engine engine) {
        this.name = name;
        this.size = size;
        this.engine = engine;
        elementwise = engine.kernels().elementwise();
        reduction = engine.kernels().reduction();
        dense = new Dense(name, size, size, engine);
        context = new Parameter(name + ".context", size, 1);
    }

    /** W and v uniform after Glorot &amp; Bengio (2010), b 0. */
    AttentionPooling initialize(Randomness randomness) {
        dense.initializeGlorot(randomness);
        Initializers.glorotUniform(context, size, 1, randomness);
        return this;
    }

    /** W, b, v. */
    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(dense.parameters());
        parameters.add(context);
        return List.copyOf(parameters);
    }

    @Override
    public void forward(RowLayout layout, float[] rows, float[] pooled) {
        u = Buffers.atLeast(u, layout.rows() * size);
        scores = Buffers.atLeast(scores, layout.rows());
        statistics = Buffers.atLeast(statistics, 2 * layout.batchSize());
        this.layout = layout;
        this.rows = rows;
        this.pooled = pooled;
        dense.pack();
        engine.workers().forEach((layout.rows() + ROW_BLOCK - 1) / ROW_BLOCK, scoreBlock);
        engine.workers().forEach(layout.batchSize(), poolSequence);
    }

    private void scoreBlock(int block) {
        int from = block * ROW_BLOCK;
        score(from, Math.min(layout.rows(), from + ROW_BLOCK), rows, u, scores);
    }

    private void score(int from, int to, float[] rows, float[] u, float[] scores) {
        dense.forwardRows(from, to, rows, u);
        elementwise.tanh((to - from) * size, u, from * size, u, from * size);
        for (int row = from; row < to; row++) {
            scores[row] = reduction.dot(size, u, row * size, context.value(), 0);
        }
    }

    private void poolSequence(int b) {
        for (int t = 0; t < layout.length(b); t++) {
            int row = layout.row(b, t);
            take(t == 0, scores[row], rows, row, pooled, b, statistics);
        }
        elementwise.scale(size, 1f / statistics[2 * b + 1], pooled, b * size, pooled, b * size);
    }

    /** Takes a row into the sums o of sequence b, {@code [B, H]}, and its m and l. */
    private void take(boolean first, float score, float[] rows, int row, float[] sums, int b, float[] statistics) {
        if (first) {
            statistics[2 * b] = score;
            statistics[2 * b + 1] = 1f;
            System.arraycopy(rows, row * size, sums, b * size, size);
            return;
        }
        if (score > statistics[2 * b]) {
            float shrinkage = FloatMath.exp(statistics[2 * b] - score);
            statistics[2 * b] = score;
            statistics[2 * b + 1] *= shrinkage;
            elementwise.scale(size, shrinkage, sums, b * size, sums, b * size);
        }
        float share = FloatMath.exp(score - statistics[2 * b]);
        statistics[2 * b + 1] += share;
        elementwise.multiplyAdd(size, share, rows, row * size, sums, b * size);
    }

    private void weigh() {
        weights = Buffers.atLeast(weights, layout.rows());
        engine.workers().forEach(layout.batchSize(), weighSequence);
    }

    private void weighSequence(int b) {
        float scale = 1f / statistics[2 * b + 1];
        for (int t = 0; t < layout.length(b); t++) {
            int row = layout.row(b, t);
            weights[row] = FloatMath.exp(scores[row] - statistics[2 * b]) * scale;
        }
    }

    @Override
    public void backward(RowLayout layout, float[] rows, float[] dPooled, float[] dRows) {
        dScores = Buffers.atLeast(dScores, layout.rows());
        dSums = Buffers.atLeast(dSums, layout.rows() * size);
        this.dPooled = dPooled;
        this.dRows = dRows;
        weigh();
        engine.workers().forEach(layout.batchSize(), scoreSequenceBackward);
        engine.kernels().matrix().multiplyTransposedAdd(size, 1, layout.rows(), u, 0, size, dScores, 0, 1,
                context.gradient(), 0, 1);
        dense.backward(layout.rows(), rows, dSums, dRows);
        engine.workers().forEach(layout.batchSize(), addSequenceBackward);
    }

    private void scoreSequenceBackward(int b) {
        float mean = reduction.dot(size, dPooled, b * size, pooled, b * size);
        for (int t = 0; t < layout.length(b); t++) {
            int row = layout.row(b, t);
            dScores[row] = weights[row] * (reduction.dot(size, dPooled, b * size, rows, row * size) - mean);
            elementwise.scale(size, dScores[row], context.value(), 0, dSums, row * size);
            engine.kernels().recurrent().tanhBackward(size, u, row * size, dSums, row * size, dSums, row * size);
        }
    }

    private void addSequenceBackward(int b) {
        for (int t = 0; t < layout.length(b); t++) {
            int row = layout.row(b, t);
            elementwise.multiplyAdd(size, weights[row], dPooled, b * size, dRows, row * size);
        }
    }

    /** α, one value per step: {@code pooling.attention}. */
    @Override
    public void states(RowLayout layout, StateVisitor visitor) {
        weigh();
        visitor.visit(name + ".attention", 1, weights, 0, 1);
    }

    @Override
    public PoolingStream stream(int batchSize) {
        dense.pack();
        return new Sums(batchSize);
    }

    /** The weighted sum of each sequence's rows so far. */
    private final class Sums implements PoolingStream {

        private final int batchSize;
        private final float[] u;           // [B, H]
        private final float[] scores;      // [B]
        private final float[] sums;        // [B, H]: o
        private final float[] means;       // [B, H]
        private final float[] statistics;  // [B, 2]: m, l
        private final boolean[] begun;

        Sums(int batchSize) {
            this.batchSize = batchSize;
            u = new float[batchSize * size];
            scores = new float[batchSize];
            sums = new float[batchSize * size];
            means = new float[batchSize * size];
            statistics = new float[2 * batchSize];
            begun = new boolean[batchSize];
        }

        @Override
        public float[] take(float[] rows) {
            score(0, batchSize, rows, u, scores);
            for (int b = 0; b < batchSize; b++) {
                AttentionPooling.this.take(!begun[b], scores[b], rows, b, sums, b, statistics);
                begun[b] = true;
                elementwise.scale(size, 1f / statistics[2 * b + 1], sums, b * size, means, b * size);
            }
            return means;
        }

        @Override
        public void restart(int sequence) {
            begun[sequence] = false;
        }
    }
}
