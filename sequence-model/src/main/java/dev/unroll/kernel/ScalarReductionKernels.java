package dev.unroll.kernel;

/** The plain loops that define {@link ReductionKernels}. */
final class ScalarReductionKernels implements ReductionKernels {

    @Override
    public float sum(int n, float[] x, int xOffset) {
        float[] sums = Partials.cleared();
        for (int i = 0; i < n; i++) {
            sums[i % Partials.COUNT] += x[xOffset + i];
        }
        return Partials.tree(sums, 0);
    }

    @Override
    public float sumOfSquares(int n, float[] x, int xOffset) {
        return dot(n, x, xOffset, x, xOffset);
    }

    @Override
    public float dot(int n, float[] x, int xOffset, float[] y, int yOffset) {
        float[] sums = Partials.cleared();
        for (int i = 0; i < n; i++) {
            int l = i % Partials.COUNT;
            sums[l] = Math.fma(x[xOffset + i], y[yOffset + i], sums[l]);
        }
        return Partials.tree(sums, 0);
    }

    @Override
    public float max(int n, float[] x, int xOffset) {
        float max = x[xOffset];
        for (int i = 1; i < n; i++) {
            max = Math.max(max, x[xOffset + i]);
        }
        return max;
    }

    @Override
    public void sumRows(int rows, int n, float[] x, int xOffset, int xStride, float[] sums, int sumsOffset) {
        for (int i = 0; i < rows; i++) {
            int row = xOffset + i * xStride;
            for (int j = 0; j < n; j++) {
                sums[sumsOffset + j] += x[row + j];
            }
        }
    }

    @Override
    public void softmax(int rows, int n, float[] x, int xOffset, int xStride, float[] y, int yOffset, int yStride) {
        if (n == 0) {
            return;
        }
        for (int i = 0; i < rows; i++) {
            int from = xOffset + i * xStride;
            int to = yOffset + i * yStride;
            float max = max(n, x, from);
            for (int j = 0; j < n; j++) {
                y[to + j] = FloatMath.exp(x[from + j] - max);
            }
            float sum = sum(n, y, to);
            for (int j = 0; j < n; j++) {
                y[to + j] /= sum;
            }
        }
    }
}
