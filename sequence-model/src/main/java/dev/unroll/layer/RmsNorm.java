package dev.unroll.layer;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.NormalizationKernels;
import dev.unroll.model.Parameter;
import java.util.List;

/**
 * Root mean square normalization (Zhang &amp; Sennrich 2019, arXiv 1910.07467) of each row, as
 * {@link NormalizationKernels} defines it, with epsilon 1e-5.
 *
 * <p>Legend: R rows, N values per row. x and y are {@code [R, N]}, contiguous; gain is {@code [N]}.
 */
public final class RmsNorm implements RowNorm {

    private static final float EPSILON = 1e-5f;
    private static final int COLUMN_BLOCK = 32;

    private final int size;
    private final Engine engine;
    private final Parameter gain;
    private final Workers.Task parameterGradientBlock = this::parameterGradientBlock;
    private float[] rrms = Buffers.EMPTY;
    private int rows;
    private float[] x;
    private float[] dy;

    /** A layer whose parameter is called {@code name.gain}, all 1. */
    public RmsNorm(String name, int size, Engine engine) {
        this.size = size;
        this.engine = engine;
        gain = new Parameter(name + ".gain", size);
        Initializers.constant(gain, 1f);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(gain);
    }

    @Override
    public void prepare(int rows) {
        rrms = Buffers.atLeast(rrms, rows);
    }

    @Override
    public void forwardRows(int from, int to, float[] x, float[] y) {
        engine.kernels().normalization().rmsNorm(to - from, size, EPSILON, x, from * size, gain.value(), y,
                from * size, rrms, from);
    }

    @Override
    public void inputGradientRows(int from, int to, float[] x, float[] dy, float[] dx) {
        engine.kernels().normalization().rmsNormBackward(to - from, size, x, from * size, gain.value(), rrms, from,
                dy, from * size, dx, from * size);
    }

    @Override
    public void parameterGradients(int rows, float[] x, float[] dy) {
        this.rows = rows;
        this.x = x;
        this.dy = dy;
        engine.workers().forEach((size + COLUMN_BLOCK - 1) / COLUMN_BLOCK, parameterGradientBlock);
    }

    @Override
    public void parameterGradientRows(int from, int to, float[] x, float[] dy, GradientSums sums) {
        engine.kernels().normalization().rmsNormParameterGradients(to - from, size, 0, size, x, from * size, rrms, from,
                dy, from * size, sums.of(gain));
    }

    private void parameterGradientBlock(int block) {
        int from = block * COLUMN_BLOCK;
        int to = Math.min(size, from + COLUMN_BLOCK);
        engine.kernels().normalization().rmsNormParameterGradients(rows, size, from, to, x, 0, rrms, 0, dy, 0,
                gain.gradient());
    }
}
