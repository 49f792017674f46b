package dev.unroll.kernel;

import static dev.unroll.kernel.VectorMath.LANES;
import static dev.unroll.kernel.VectorMath.all;
import static dev.unroll.kernel.VectorMath.load;

import jdk.incubator.vector.FloatVector;

/**
 * {@link ReductionKernels} on vectors. The 16 partial sums are one vector of 16 lanes, two of 8 or four of 4; each of
 * these takes its elements in one pass, and the last {@code n % 16} elements are added one by one.
 */
final class VectorReductionKernels implements ReductionKernels {

    @Override
    public float sum(int n, float[] x, int xOffset) {
        float[] sums = Partials.ofThread();
        int end = xOffset + n - n % Partials.COUNT;
        for (int l = 0; l < Partials.COUNT; l += LANES) {
            FloatVector sum = all(0f);
            for (int i = xOffset + l; i < end; i += Partials.COUNT) {
                sum = sum.add(load(x, i));
            }
            sum.intoArray(sums, l);
        }
        for (int l = 0; l < n % Partials.COUNT; l++) {
            sums[l] += x[end + l];
        }
        return Partials.tree(sums, 0);
    }

    @Override
    public float sumOfSquares(int n, float[] x, int xOffset) {
        return dot(n, x, xOffset, x, xOffset);
    }

    @Override
    public float dot(int n, float[] x, int xOffset, float[] y, int yOffset) {
        float[] sums = Partials.ofThread();
        int whole = n - n % Partials.COUNT;
        for (int l = 0; l < Partials.COUNT; l += LANES) {
            FloatVector sum = all(0f);
            for (int i = l; i < whole; i += Partials.COUNT) {
                sum = load(x, xOffset + i).fma(load(y, yOffset + i), sum);
            }
            sum.intoArray(sums, l);
        }
        for (int i = whole; i < n; i++) {
            sums[i - whole] = Math.fma(x[xOffset + i], y[yOffset + i], sums[i - whole]);
        }
        return Partials.tree(sums, 0);
    }

    @Override
    public float max(int n, float[] x, int xOffset) {
        int whole = n - n % LANES;
        float max = x[xOffset];
        if (whole > 0) {
            FloatVector greatest = load(x, xOffset);
            for (int i = LANES; i < whole; i += LANES) {
                greatest = greatest.max(load(x, xOffset + i));
            }
            float[] lanes = Partials.ofThread();
            greatest.intoArray(lanes, 0);
            for (int l = 0; l < LANES; l++) {
                max = Math.max(max, lanes[l]);
            }
        }
        for (int i = whole; i < n; i++) {
            max = Math.max(max, x[xOffset + i]);
        }
        return max;
    }

    @Override
    public void sumRows(int rows, int n, float[] x, int xOffset, int xStride, float[] sums, int sumsOffset) {
        int j = 0;
        for (; j + 2 * LANES <= n; j += 2 * LANES) {
            sumTwoVectors(rows, x, xOffset + j, xStride, sums, sumsOffset + j);
        }
        for (; j < n; j++) {
            float sum = sums[sumsOffset + j];
            for (int i = 0; i < rows; i++) {
                sum += x[xOffset + i * xStride + j];
            }
            sums[sumsOffset + j] = sum;
        }
    }

    private static void sumTwoVectors(int rows, float[] x, int xOffset, int xStride, float[] sums, int sumsOffset) {
        FloatVector a = load(sums, sumsOffset);
        FloatVector b = load(sums, sumsOffset + LANES);
        for (int i = 0, row = xOffset; i < rows; i++, row += xStride) {
            a = a.add(load(x, row));
            b = b.add(load(x, row + LANES));
        }
        a.intoArray(sums, sumsOffset);
        b.intoArray(sums, sumsOffset + LANES);
    }

    @Override
    public void softmax(int rows, int n, float[] x, int xOffset, int xStride, float[] y, int yOffset, int yStride) {
        if (n == 0) {
            return;
        }
        for (int i = 0; i < rows; i++) {
            int to = yOffset + i * yStride;
            expMinus(max(n, x, xOffset + i * xStride), n, x, xOffset + i * xStride, y, to);
            divide(sum(n, y, to), n, y, to);
        }
    }

    private static void expMinus(float max, int n, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int j = 0; j < whole; j += LANES) {
            VectorMath.exp(load(x, xOffset + j).sub(max)).intoArray(y, yOffset + j);
        }
        for (int j = whole; j < n; j++) {
            y[yOffset + j] = FloatMath.exp(x[xOffset + j] - max);
        }
    }

    private static void divide(float sum, int n, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int j = 0; j < whole; j += LANES) {
            load(y, yOffset + j).div(sum).intoArray(y, yOffset + j);
        }
        for (int j = whole; j < n; j++) {
            y[yOffset + j] /= sum;
        }
    }
}
