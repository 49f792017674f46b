package dev.unroll.kernel;

import static dev.unroll.kernel.VectorMath.LANES;
import static dev.unroll.kernel.VectorMath.all;
import static dev.unroll.kernel.VectorMath.load;

import jdk.incubator.vector.FloatVector;

/** {@link NormalizationKernels} on vectors; sums are built as in {@link VectorReductionKernels}. */
final class VectorNormalizationKernels implements NormalizationKernels {

    private final ReductionKernels reduction = new VectorReductionKernels();

    @Override
    public void layerNorm(int rows, int n, float epsilon, float[] x, int xOffset, float[] gain, float[] bias,
            float[] y, int yOffset, float[] mean, float[] rstd, int statisticsOffset) {
        for (int i = 0; i < rows; i++) {
            int from = xOffset + i * n;
            float m = reduction.sum(n, x, from) / n;
            float r = ScalarNormalizationKernels.reciprocalDeviation(sumOfSquaresAround(m, n, x, from), n, epsilon);
            scaleAndShift(m, r, n, x, from, gain, bias, y, yOffset + i * n);
            mean[statisticsOffset + i] = m;
            rstd[statisticsOffset + i] = r;
        }
    }

    private static float sumOfSquaresAround(float mean, int n, float[] x, int xOffset) {
        float[] sums = Partials.ofThread();
        int end = xOffset + n - n % Partials.COUNT;
        for (int l = 0; l < Partials.COUNT; l += LANES) {
            FloatVector sum = all(0f);
            for (int j = xOffset + l; j < end; j += Partials.COUNT) {
                FloatVector centred = load(x, j).sub(mean);
                sum = centred.fma(centred, sum);
            }
            sum.intoArray(sums, l);
        }
        for (int l = 0; l < n % Partials.COUNT; l++) {
            float centred = x[end + l] - mean;
            sums[l] = Math.fma(centred, centred, sums[l]);
        }
        return Partials.tree(sums, 0);
    }

    private static void scaleAndShift(float mean, float rstd, int n, float[] x, int xOffset, float[] gain, float[] bias,
            float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int j = 0; j < whole; j += LANES) {
            load(x, xOffset + j).sub(mean).mul(rstd).fma(load(gain, j), load(bias, j)).intoArray(y, yOffset + j);
        }
        for (int j = whole; j < n; j++) {
            y[yOffset + j] = Math.fma((x[xOffset + j] - mean) * rstd, gain[j], bias[j]);
        }
    }

    @Override
    public void layerNormBackward(int rows, int n, float[] x, int xOffset, float[] gain, float[] mean, float[] rstd,
            int statisticsOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int i = 0; i < rows; i++) {
            int row = i * n;
            float m = mean[statisticsOffset + i];
            float r = rstd[statisticsOffset + i];
            float[] sums = Partials.ofThread();
            sumForBackward(m, r, n, x, xOffset + row, gain, dy, dyOffset + row, sums);
            float meanOfDNormal = Partials.tree(sums, 0) / n;
            float meanOfProduct = Partials.tree(sums, Partials.COUNT) / n;
            addProjected(m, r, meanOfDNormal, meanOfProduct, n, x, xOffset + row, gain, dy, dyOffset + row,
                    dx, dxOffset + row);
        }
    }

    /** Leaves the partial sums of dNormal, and beside them those of dNormal times normal. */
    private static void sumForBackward(float m, float r, int n, float[] x, int xOffset, float[] gain, float[] dy,
            int dyOffset, float[] sums) {
        int whole = n - n % Partials.COUNT;
        for (int l = 0; l < Partials.COUNT; l += LANES) {
            FloatVector sum = all(0f);
            FloatVector products = all(0f);
            for (int j = l; j < whole; j += Partials.COUNT) {
                FloatVector dNormal = load(dy, dyOffset + j).mul(load(gain, j));
                sum = sum.add(dNormal);
                products = dNormal.fma(load(x, xOffset + j).sub(m).mul(r), products);
            }
            sum.intoArray(sums, l);
            products.intoArray(sums, Partials.COUNT + l);
        }
        for (int j = whole; j < n; j++) {
            int l = j - whole;
            float dNormal = dy[dyOffset + j] * gain[j];
            sums[l] += dNormal;
            sums[Partials.COUNT + l] = Math.fma(dNormal, (x[xOffset + j] - m) * r, sums[Partials.COUNT + l]);
        }
    }

    private static void addProjected(float m, float r, float meanOfDNormal, float meanOfProduct, int n, float[] x,
            int xOffset, float[] gain, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        int whole = n - n % LANES;
        for (int j = 0; j < whole; j += LANES) {
            FloatVector dNormal = load(dy, dyOffset + j).mul(load(gain, j));
            FloatVector normal = load(x, xOffset + j).sub(m).mul(r);
            FloatVector projected = normal.fma(all(-meanOfProduct), dNormal.sub(meanOfDNormal));
            projected.fma(all(r), load(dx, dxOffset + j)).intoArray(dx, dxOffset + j);
        }
        for (int j = whole; j < n; j++) {
            float dNormal = dy[dyOffset + j] * gain[j];
            float normal = (x[xOffset + j] - m) * r;
            float projected = Math.fma(normal, -meanOfProduct, dNormal - meanOfDNormal);
            dx[dxOffset + j] = Math.fma(projected, r, dx[dxOffset + j]);
        }
    }

    @Override
    public void layerNormParameterGradients(int rows, int n, int from, int to, float[] x, int xOffset, float[] mean,
            float[] rstd, int statisticsOffset, float[] dy, int dyOffset, float[] dGain, float[] dBias) {
        int end = to - (to - from) % LANES;
        for (int j = from; j < end; j += LANES) {
            sumParameterGradients(rows, n, x, xOffset + j, mean, rstd, statisticsOffset, dy, dyOffset + j, dGain,
                    dBias, j);
        }
        for (int i = 0; i < rows && end < to; i++) {
            int xRow = xOffset + i * n;
            int dyRow = dyOffset + i * n;
            float m = mean[statisticsOffset + i];
            float r = rstd[statisticsOffset + i];
            for (int j = end; j < to; j++) {
                float d = dy[dyRow + j];
                dGain[j] = Math.fma((x[xRow + j] - m) * r, d, dGain[j]);
                dBias[j] += d;
            }
        }
    }

    /** One vector of columns, so that its sums stay in registers. */
    private static void sumParameterGradients(int rows, int n, float[] x, int xOffset, float[] mean, float[] rstd,
            int statisticsOffset, float[] dy, int dyOffset, float[] dGain, float[] dBias, int column) {
        FloatVector gain = load(dGain, column);
        FloatVector bias = load(dBias, column);
        for (int i = 0, xAt = xOffset, dyAt = dyOffset; i < rows; i++, xAt += n, dyAt += n) {
            FloatVector d = load(dy, dyAt);
            gain = load(x, xAt).sub(all(mean[statisticsOffset + i])).mul(all(rstd[statisticsOffset + i])).fma(d, gain);
            bias = bias.add(d);
        }
        gain.intoArray(dGain, column);
        bias.intoArray(dBias, column);
    }

    @Override
    public void rmsNorm(int rows, int n, float epsilon, float[] x, int xOffset, float[] gain, float[] y, int yOffset,
            float[] rrms, int statisticsOffset) {
        for (int i = 0; i < rows; i++) {
            int from = xOffset + i * n;
            float r = ScalarNormalizationKernels.reciprocalDeviation(reduction.sumOfSquares(n, x, from), n, epsilon);
            scaleByGain(r, n, x, from, gain, y, yOffset + i * n);
            rrms[statisticsOffset + i] = r;
        }
    }

    private static void scaleByGain(float r, int n, float[] x, int xOffset, float[] gain, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int j = 0; j < whole; j += LANES) {
            load(x, xOffset + j).mul(r).mul(load(gain, j)).intoArray(y, yOffset + j);
        }
        for (int j = whole; j < n; j++) {
            y[yOffset + j] = x[xOffset + j] * r * gain[j];
        }
    }

    @Override
    public void rmsNormBackward(int rows, int n, float[] x, int xOffset, float[] gain, float[] rrms,
            int statisticsOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int i = 0; i < rows; i++) {
            int row = i * n;
            float r = rrms[statisticsOffset + i];
            float[] sums = Partials.ofThread();
            sumOfProducts(r, n, x, xOffset + row, gain, dy, dyOffset + row, sums);
            float meanOfProduct = Partials.tree(sums, 0) / n;
            addProjected(r, meanOfProduct, n, x, xOffset + row, gain, dy, dyOffset + row, dx, dxOffset + row);
        }
    }

    private static void sumOfProducts(float r, int n, float[] x, int xOffset, float[] gain, float[] dy, int dyOffset,
            float[] sums) {
        int whole = n - n % Partials.COUNT;
        for (int l = 0; l < Partials.COUNT; l += LANES) {
            FloatVector sum = all(0f);
            for (int j = l; j < whole; j += Partials.COUNT) {
                sum = load(dy, dyOffset + j).mul(load(gain, j)).fma(load(x, xOffset + j).mul(r), sum);
            }
            sum.intoArray(sums, l);
        }
        for (int j = whole; j < n; j++) {
            sums[j - whole] = Math.fma(dy[dyOffset + j] * gain[j], x[xOffset + j] * r, sums[j - whole]);
        }
    }

    private static void addProjected(float r, float meanOfProduct, int n, float[] x, int xOffset, float[] gain,
            float[] dy, int dyOffset, float[] dx, int dxOffset) {
        int whole = n - n % LANES;
        for (int j = 0; j < whole; j += LANES) {
            FloatVector dNormal = load(dy, dyOffset + j).mul(load(gain, j));
            load(x, xOffset + j).mul(r).fma(all(-meanOfProduct), dNormal).fma(all(r), load(dx, dxOffset + j))
                    .intoArray(dx, dxOffset + j);
        }
        for (int j = whole; j < n; j++) {
            float projected = Math.fma(x[xOffset + j] * r, -meanOfProduct, dy[dyOffset + j] * gain[j]);
            dx[dxOffset + j] = Math.fma(projected, r, dx[dxOffset + j]);
        }
    }

    @Override
    public void rmsNormParameterGradients(int rows, int n, int from, int to, float[] x, int xOffset, float[] rrms,
            int statisticsOffset, float[] dy, int dyOffset, float[] dGain) {
        int end = to - (to - from) % LANES;
        for (int i = 0; i < rows; i++) {
            int xRow = xOffset + i * n;
            int dyRow = dyOffset + i * n;
            float r = rrms[statisticsOffset + i];
            for (int j = from; j < end; j += LANES) {
                load(x, xRow + j).mul(r).fma(load(dy, dyRow + j), load(dGain, j)).intoArray(dGain, j);
            }
            for (int j = end; j < to; j++) {
                dGain[j] = Math.fma(x[xRow + j] * r, dy[dyRow + j], dGain[j]);
            }
        }
    }
}
