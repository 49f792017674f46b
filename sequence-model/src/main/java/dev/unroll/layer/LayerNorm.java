package dev.unroll.layer;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.NormalizationKernels;
import dev.unroll.model.Parameter;
import java.util.List;

/**
 * Layer normalization (Ba, Kiros &amp; Hinton 2016, arXiv 1607.06450) of each row, as {@link NormalizationKernels}
 * defines it, with epsilon 1e-5.
 *
 * <p>Legend: R rows, N values per row. x and y are {@code [R, N]}, contiguous; gain and bias are {@code [N]}.
 *
 * <p>Rows are independent: callers that are themselves pieces of parallel work share the rows among them.
 */
public final class LayerNorm implements RowNorm {

    private static final float EPSILON = 1e-5f;
    private static final int COLUMN_BLOCK = 32;

    private final int size;
    private final Engine engine;
    private final Parameter gain;
    private final Parameter bias;
    private final float[] biasValue;
    private final float[] biasGradient;
    private final Workers.Task parameterGradientBlock = this::parameterGradientBlock;
    private float[] mean = Buffers.EMPTY;
    private float[] rstd = Buffers.EMPTY;
    private int rows;
    private float[] x;
    private float[] dy;

    /** A layer whose parameters are called {@code name.gain}, all 1, and {@code name.bias}, all 0. */
    public LayerNorm(String name, int size, Engine engine) {
        this(new Parameter(name + ".gain", size), new Parameter(name + ".bias", size), engine);
    }

    /**
     * A layer with these parameters.
     *
     * @param gain {@code [N]}, becomes 1
     * @param bias {@code [N]}; {@code null} for none
     */
    public LayerNorm(Parameter gain, Parameter bias, Engine engine) {
        size = gain.size();
        this.engine = engine;
        this.gain = gain;
        this.bias = bias;
        biasValue = bias == null ? new float[size] : bias.value();
        biasGradient = bias == null ? new float[size] : bias.gradient();
        Initializers.constant(gain, 1f);
    }

    @Override
    public List<Parameter> parameters() {
        return bias == null ? List.of(gain) : List.of(gain, bias);
    }

    @Override
    public void prepare(int rows) {
        mean = Buffers.atLeast(mean, rows);
        rstd = Buffers.atLeast(rstd, rows);
    }

    @Override
    public void forwardRows(int from, int to, float[] x, float[] y) {
        engine.kernels().normalization().layerNorm(to - from, size, EPSILON, x, from * size, gain.value(),
                biasValue, y, from * size, mean, rstd, from);
    }

    @Override
    public void inputGradientRows(int from, int to, float[] x, float[] dy, float[] dx) {
        inputGradientRows(from, to, x, dy, dx, from);
    }

    /** The same with the first of these rows of dx at {@code dxRow}. */
    public void inputGradientRows(int from, int to, float[] x, float[] dy, float[] dx, int dxRow) {
        engine.kernels().normalization().layerNormBackward(to - from, size, x, from * size, gain.value(), mean, rstd,
                from, dy, from * size, dx, dxRow * size);
    }

    @Override
    public void parameterGradients(int rows, float[] x, float[] dy) {
        this.rows = rows;
        this.x = x;
        this.dy = dy;
        engine.workers().forEach((size + COLUMN_BLOCK - 1) / COLUMN_BLOCK, parameterGradientBlock);
    }

    /** @throws IllegalStateException without a bias */
    @Override
    public void parameterGradientRows(int from, int to, float[] x, float[] dy, GradientSums sums) {
        if (bias == null) {
            throw new IllegalStateException("gradients that are summed elsewhere need a bias; this layer has none");
        }
        engine.kernels().normalization().layerNormParameterGradients(to - from, size, 0, size, x, from * size, mean,
                rstd, from, dy, from * size, sums.of(gain), sums.of(bias));
    }

    private void parameterGradientBlock(int block) {
        int from = block * COLUMN_BLOCK;
        int to = Math.min(size, from + COLUMN_BLOCK);
        engine.kernels().normalization().layerNormParameterGradients(rows, size, from, to, x, 0, mean, rstd, 0,
                dy, 0, gain.gradient(), biasGradient);
    }
}
