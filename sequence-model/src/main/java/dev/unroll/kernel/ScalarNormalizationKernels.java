package dev.unroll.kernel;

/** The plain loops that define {@link NormalizationKernels}. */
final class ScalarNormalizationKernels implements NormalizationKernels {

    @Override
    public void layerNorm(int rows, int n, float epsilon, float[] x, int xOffset, float[] gain, float[] bias,
            float[] y, int yOffset, float[] mean, float[] rstd, int statisticsOffset) {
        for (int i = 0; i < rows; i++) {
            int from = xOffset + i * n;
            int to = yOffset + i * n;
            float[] sums = Partials.cleared();
            for (int j = 0; j < n; j++) {
                sums[j % Partials.COUNT] += x[from + j];
            }
            float m = Partials.tree(sums, 0) / n;
            sums = Partials.cleared();
            for (int j = 0; j < n; j++) {
                int l = j % Partials.COUNT;
                float centred = x[from + j] - m;
                sums[l] = Math.fma(centred, centred, sums[l]);
            }
            float r = reciprocalDeviation(Partials.tree(sums, 0), n, epsilon);
            for (int j = 0; j < n; j++) {
                y[to + j] = Math.fma((x[from + j] - m) * r, gain[j], bias[j]);
            }
            mean[statisticsOffset + i] = m;
            rstd[statisticsOffset + i] = r;
        }
    }

    /** {@code 1 / sqrt(sumOfSquares / n + epsilon)}, in double and rounded once. */
    static float reciprocalDeviation(float sumOfSquares, int n, float epsilon) {
        return (float) (1 / Math.sqrt((double) sumOfSquares / n + epsilon));
    }

    @Override
    public void layerNormBackward(int rows, int n, float[] x, int xOffset, float[] gain, float[] mean, float[] rstd,
            int statisticsOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int i = 0; i < rows; i++) {
            int row = i * n;
            float m = mean[statisticsOffset + i];
            float r = rstd[statisticsOffset + i];
            float[] sums = Partials.cleared();
            for (int j = 0; j < n; j++) {
                int l = j % Partials.COUNT;
                float dNormal = dy[dyOffset + row + j] * gain[j];
                float normal = (x[xOffset + row + j] - m) * r;
                sums[l] += dNormal;
                sums[Partials.COUNT + l] = Math.fma(dNormal, normal, sums[Partials.COUNT + l]);
            }
            float meanOfDNormal = Partials.tree(sums, 0) / n;
            float meanOfProduct = Partials.tree(sums, Partials.COUNT) / n;
            for (int j = 0; j < n; j++) {
                float dNormal = dy[dyOffset + row + j] * gain[j];
                float normal = (x[xOffset + row + j] - m) * r;
                float projected = Math.fma(normal, -meanOfProduct, dNormal - meanOfDNormal);
                dx[dxOffset + row + j] = Math.fma(projected, r, dx[dxOffset + row + j]);
            }
        }
    }

    @Override
    public void layerNormParameterGradients(int rows, int n, int from, int to, float[] x, int xOffset, float[] mean,
            float[] rstd, int statisticsOffset, float[] dy, int dyOffset, float[] dGain, float[] dBias) {
        for (int i = 0; i < rows; i++) {
            int row = i * n;
            float m = mean[statisticsOffset + i];
            float r = rstd[statisticsOffset + i];
            for (int j = from; j < to; j++) {
                float d = dy[dyOffset + row + j];
                dGain[j] = Math.fma((x[xOffset + row + j] - m) * r, d, dGain[j]);
                dBias[j] += d;
            }
        }
    }

    @Override
    public void rmsNorm(int rows, int n, float epsilon, float[] x, int xOffset, float[] gain, float[] y, int yOffset,
            float[] rrms, int statisticsOffset) {
        for (int i = 0; i < rows; i++) {
            int from = xOffset + i * n;
            float[] sums = Partials.cleared();
            for (int j = 0; j < n; j++) {
                int l = j % Partials.COUNT;
                sums[l] = Math.fma(x[from + j], x[from + j], sums[l]);
            }
            float r = reciprocalDeviation(Partials.tree(sums, 0), n, epsilon);
            for (int j = 0; j < n; j++) {
                y[yOffset + i * n + j] = x[from + j] * r * gain[j];
            }
            rrms[statisticsOffset + i] = r;
        }
    }

    @Override
    public void rmsNormBackward(int rows, int n, float[] x, int xOffset, float[] gain, float[] rrms,
            int statisticsOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int i = 0; i < rows; i++) {
            int row = i * n;
            float r = rrms[statisticsOffset + i];
            float[] sums = Partials.cleared();
            for (int j = 0; j < n; j++) {
                int l = j % Partials.COUNT;
                sums[l] = Math.fma(dy[dyOffset + row + j] * gain[j], x[xOffset + row + j] * r, sums[l]);
            }
            float meanOfProduct = Partials.tree(sums, 0) / n;
            for (int j = 0; j < n; j++) {
                float dNormal = dy[dyOffset + row + j] * gain[j];
                float projected = Math.fma(x[xOffset + row + j] * r, -meanOfProduct, dNormal);
                dx[dxOffset + row + j] = Math.fma(projected, r, dx[dxOffset + row + j]);
            }
        }
    }

    @Override
    public void rmsNormParameterGradients(int rows, int n, int from, int to, float[] x, int xOffset, float[] rrms,
            int statisticsOffset, float[] dy, int dyOffset, float[] dGain) {
        for (int i = 0; i < rows; i++) {
            int row = i * n;
            float r = rrms[statisticsOffset + i];
            for (int j = from; j < to; j++) {
                dGain[j] = Math.fma(x[xOffset + row + j] * r, dy[dyOffset + row + j], dGain[j]);
            }
        }
    }
}
