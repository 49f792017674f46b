package dev.unroll.kernel;

import static dev.unroll.kernel.VectorMath.LANES;
import static dev.unroll.kernel.VectorMath.all;
import static dev.unroll.kernel.VectorMath.load;

import jdk.incubator.vector.FloatVector;

/**
 * The inner loops of {@link VectorMatrixKernels#multiplyTransposedAdd}, built like {@link VectorTiles}: column i of A
 * and row i of C are {@code xi}, {@code yi}. A always has as many columns as the tile; of C, {@code rows} exist.
 */
final class VectorTransposedTiles {

    private VectorTransposedTiles() {
    }

    /** {@code C += Aᵀ B} on 8 columns of A, two vectors of B and their r common rows. */
    static void tile8x2(int rows, int r, float[] a, int a0, int aStride, float[] b, int b0, int bStride,
            float[] c, int c0, int cStride) {
        int last = rows - 1;
        int c1 = c0 + Math.min(1, last) * cStride;
        int c2 = c0 + Math.min(2, last) * cStride;
        int c3 = c0 + Math.min(3, last) * cStride;
        int c4 = c0 + Math.min(4, last) * cStride;
        int c5 = c0 + Math.min(5, last) * cStride;
        int c6 = c0 + Math.min(6, last) * cStride;
        int c7 = c0 + Math.min(7, last) * cStride;
        FloatVector x0 = load(c, c0);
        FloatVector y0 = load(c, c0 + LANES);
        FloatVector x1 = load(c, c1);
        FloatVector y1 = load(c, c1 + LANES);
        FloatVector x2 = load(c, c2);
        FloatVector y2 = load(c, c2 + LANES);
        FloatVector x3 = load(c, c3);
        FloatVector y3 = load(c, c3 + LANES);
        FloatVector x4 = load(c, c4);
        FloatVector y4 = load(c, c4 + LANES);
        FloatVector x5 = load(c, c5);
        FloatVector y5 = load(c, c5 + LANES);
        FloatVector x6 = load(c, c6);
        FloatVector y6 = load(c, c6 + LANES);
        FloatVector x7 = load(c, c7);
        FloatVector y7 = load(c, c7 + LANES);
        int ap = a0;
        int bp = b0;
        for (int p = 0; p < r; p++, ap += aStride, bp += bStride) {
            FloatVector bx = load(b, bp);
            FloatVector by = load(b, bp + LANES);
            FloatVector f0 = all(a[ap]);
            x0 = f0.fma(bx, x0);
            y0 = f0.fma(by, y0);
            FloatVector f1 = all(a[ap + 1]);
            x1 = f1.fma(bx, x1);
            y1 = f1.fma(by, y1);
            FloatVector f2 = all(a[ap + 2]);
            x2 = f2.fma(bx, x2);
            y2 = f2.fma(by, y2);
            FloatVector f3 = all(a[ap + 3]);
            x3 = f3.fma(bx, x3);
            y3 = f3.fma(by, y3);
            FloatVector f4 = all(a[ap + 4]);
            x4 = f4.fma(bx, x4);
            y4 = f4.fma(by, y4);
            FloatVector f5 = all(a[ap + 5]);
            x5 = f5.fma(bx, x5);
            y5 = f5.fma(by, y5);
            FloatVector f6 = all(a[ap + 6]);
            x6 = f6.fma(bx, x6);
            y6 = f6.fma(by, y6);
            FloatVector f7 = all(a[ap + 7]);
            x7 = f7.fma(bx, x7);
            y7 = f7.fma(by, y7);
        }
        x0.intoArray(c, c0);
        y0.intoArray(c, c0 + LANES);
        x1.intoArray(c, c1);
        y1.intoArray(c, c1 + LANES);
        x2.intoArray(c, c2);
        y2.intoArray(c, c2 + LANES);
        x3.intoArray(c, c3);
        y3.intoArray(c, c3 + LANES);
        x4.intoArray(c, c4);
        y4.intoArray(c, c4 + LANES);
        x5.intoArray(c, c5);
        y5.intoArray(c, c5 + LANES);
        x6.intoArray(c, c6);
        y6.intoArray(c, c6 + LANES);
        x7.intoArray(c, c7);
        y7.intoArray(c, c7 + LANES);
    }

    /** {@link #tile8x2} on 4 columns of A. */
    static void tile4x2(int rows, int r, float[] a, int a0, int aStride, float[] b, int b0, int bStride,
            float[] c, int c0, int cStride) {
        int last = rows - 1;
        int c1 = c0 + Math.min(1, last) * cStride;
        int c2 = c0 + Math.min(2, last) * cStride;
        int c3 = c0 + Math.min(3, last) * cStride;
        FloatVector x0 = load(c, c0);
        FloatVector y0 = load(c, c0 + LANES);
        FloatVector x1 = load(c, c1);
        FloatVector y1 = load(c, c1 + LANES);
        FloatVector x2 = load(c, c2);
        FloatVector y2 = load(c, c2 + LANES);
        FloatVector x3 = load(c, c3);
        FloatVector y3 = load(c, c3 + LANES);
        int ap = a0;
        int bp = b0;
        for (int p = 0; p < r; p++, ap += aStride, bp += bStride) {
            FloatVector bx = load(b, bp);
            FloatVector by = load(b, bp + LANES);
            FloatVector f0 = all(a[ap]);
            x0 = f0.fma(bx, x0);
            y0 = f0.fma(by, y0);
            FloatVector f1 = all(a[ap + 1]);
            x1 = f1.fma(bx, x1);
            y1 = f1.fma(by, y1);
            FloatVector f2 = all(a[ap + 2]);
            x2 = f2.fma(bx, x2);
            y2 = f2.fma(by, y2);
            FloatVector f3 = all(a[ap + 3]);
            x3 = f3.fma(bx, x3);
            y3 = f3.fma(by, y3);
        }
        x0.intoArray(c, c0);
        y0.intoArray(c, c0 + LANES);
        x1.intoArray(c, c1);
        y1.intoArray(c, c1 + LANES);
        x2.intoArray(c, c2);
        y2.intoArray(c, c2 + LANES);
        x3.intoArray(c, c3);
        y3.intoArray(c, c3 + LANES);
    }
}
