package dev.unroll.kernel;

import static dev.unroll.kernel.VectorMath.LANES;
import static dev.unroll.kernel.VectorMath.all;
import static dev.unroll.kernel.VectorMath.load;

import jdk.incubator.vector.FloatVector;

/**
 * The inner loops of {@link VectorMatrixKernels#multiply} and its kin: a tile of C stays in registers while the inner
 * index runs. Each vector is a local variable: in an array they would be objects on the heap.
 *
 * <p>Legend: row i of the tile is {@code xi} and, in tiles two vectors wide, {@code yi}. A tile with fewer {@code rows}
 * than it has room for repeats its last row, which computes and stores the same values again.
 */
final class VectorTiles {

    /** Columns of a panel of packed B. */
    static final int PANEL = 2 * LANES;

    private VectorTiles() {
    }

    /** {@code C = start + A B} on up to 8 rows and one panel; start and C are two vectors wide. */
    static void tile8x2(int rows, int k, float[] a, int a0, int aStride, float[] b, int b0, float[] start, int s0,
            int sStride, float[] c, int c0, int cStride) {
        int last = rows - 1;
        int r1 = Math.min(1, last);
        int r2 = Math.min(2, last);
        int r3 = Math.min(3, last);
        int r4 = Math.min(4, last);
        int r5 = Math.min(5, last);
        int r6 = Math.min(6, last);
        int r7 = Math.min(7, last);
        FloatVector x0 = load(start, s0);
        FloatVector y0 = load(start, s0 + LANES);
        FloatVector x1 = load(start, s0 + r1 * sStride);
        FloatVector y1 = load(start, s0 + r1 * sStride + LANES);
        FloatVector x2 = load(start, s0 + r2 * sStride);
        FloatVector y2 = load(start, s0 + r2 * sStride + LANES);
        FloatVector x3 = load(start, s0 + r3 * sStride);
        FloatVector y3 = load(start, s0 + r3 * sStride + LANES);
        FloatVector x4 = load(start, s0 + r4 * sStride);
        FloatVector y4 = load(start, s0 + r4 * sStride + LANES);
        FloatVector x5 = load(start, s0 + r5 * sStride);
        FloatVector y5 = load(start, s0 + r5 * sStride + LANES);
        FloatVector x6 = load(start, s0 + r6 * sStride);
        FloatVector y6 = load(start, s0 + r6 * sStride + LANES);
        FloatVector x7 = load(start, s0 + r7 * sStride);
        FloatVector y7 = load(start, s0 + r7 * sStride + LANES);
        int a1 = a0 + r1 * aStride;
        int a2 = a0 + r2 * aStride;
        int a3 = a0 + r3 * aStride;
        int a4 = a0 + r4 * aStride;
        int a5 = a0 + r5 * aStride;
        int a6 = a0 + r6 * aStride;
        int a7 = a0 + r7 * aStride;
        int bp = b0;
        for (int p = 0; p < k; p++, bp += PANEL) {
            FloatVector bx = load(b, bp);
            FloatVector by = load(b, bp + LANES);
            FloatVector f0 = all(a[a0 + p]);
            x0 = f0.fma(bx, x0);
            y0 = f0.fma(by, y0);
            FloatVector f1 = all(a[a1 + p]);
            x1 = f1.fma(bx, x1);
            y1 = f1.fma(by, y1);
            FloatVector f2 = all(a[a2 + p]);
            x2 = f2.fma(bx, x2);
            y2 = f2.fma(by, y2);
            FloatVector f3 = all(a[a3 + p]);
            x3 = f3.fma(bx, x3);
            y3 = f3.fma(by, y3);
            FloatVector f4 = all(a[a4 + p]);
            x4 = f4.fma(bx, x4);
            y4 = f4.fma(by, y4);
            FloatVector f5 = all(a[a5 + p]);
            x5 = f5.fma(bx, x5);
            y5 = f5.fma(by, y5);
            FloatVector f6 = all(a[a6 + p]);
            x6 = f6.fma(bx, x6);
            y6 = f6.fma(by, y6);
            FloatVector f7 = all(a[a7 + p]);
            x7 = f7.fma(bx, x7);
            y7 = f7.fma(by, y7);
        }
        x0.intoArray(c, c0);
        y0.intoArray(c, c0 + LANES);
        x1.intoArray(c, c0 + r1 * cStride);
        y1.intoArray(c, c0 + r1 * cStride + LANES);
        x2.intoArray(c, c0 + r2 * cStride);
        y2.intoArray(c, c0 + r2 * cStride + LANES);
        x3.intoArray(c, c0 + r3 * cStride);
        y3.intoArray(c, c0 + r3 * cStride + LANES);
        x4.intoArray(c, c0 + r4 * cStride);
        y4.intoArray(c, c0 + r4 * cStride + LANES);
        x5.intoArray(c, c0 + r5 * cStride);
        y5.intoArray(c, c0 + r5 * cStride + LANES);
        x6.intoArray(c, c0 + r6 * cStride);
        y6.intoArray(c, c0 + r6 * cStride + LANES);
        x7.intoArray(c, c0 + r7 * cStride);
        y7.intoArray(c, c0 + r7 * cStride + LANES);
    }

    /** {@link #tile8x2} on up to 4 rows. */
    static void tile4x2(int rows, int k, float[] a, int a0, int aStride, float[] b, int b0, float[] start, int s0,
            int sStride, float[] c, int c0, int cStride) {
        int last = rows - 1;
        int r1 = Math.min(1, last);
        int r2 = Math.min(2, last);
        int r3 = Math.min(3, last);
        FloatVector x0 = load(start, s0);
        FloatVector y0 = load(start, s0 + LANES);
        FloatVector x1 = load(start, s0 + r1 * sStride);
        FloatVector y1 = load(start, s0 + r1 * sStride + LANES);
        FloatVector x2 = load(start, s0 + r2 * sStride);
        FloatVector y2 = load(start, s0 + r2 * sStride + LANES);
        FloatVector x3 = load(start, s0 + r3 * sStride);
        FloatVector y3 = load(start, s0 + r3 * sStride + LANES);
        int a1 = a0 + r1 * aStride;
        int a2 = a0 + r2 * aStride;
        int a3 = a0 + r3 * aStride;
        int bp = b0;
        for (int p = 0; p < k; p++, bp += PANEL) {
            FloatVector bx = load(b, bp);
            FloatVector by = load(b, bp + LANES);
            FloatVector f0 = all(a[a0 + p]);
            x0 = f0.fma(bx, x0);
            y0 = f0.fma(by, y0);
            FloatVector f1 = all(a[a1 + p]);
            x1 = f1.fma(bx, x1);
            y1 = f1.fma(by, y1);
            FloatVector f2 = all(a[a2 + p]);
            x2 = f2.fma(bx, x2);
            y2 = f2.fma(by, y2);
            FloatVector f3 = all(a[a3 + p]);
            x3 = f3.fma(bx, x3);
            y3 = f3.fma(by, y3);
        }
        x0.intoArray(c, c0);
        y0.intoArray(c, c0 + LANES);
        x1.intoArray(c, c0 + r1 * cStride);
        y1.intoArray(c, c0 + r1 * cStride + LANES);
        x2.intoArray(c, c0 + r2 * cStride);
        y2.intoArray(c, c0 + r2 * cStride + LANES);
        x3.intoArray(c, c0 + r3 * cStride);
        y3.intoArray(c, c0 + r3 * cStride + LANES);
    }

    /** {@link #tile8x2} on a panel that is one vector wide. */
    static void tile8x1(int rows, int k, float[] a, int a0, int aStride, float[] b, int b0, float[] start, int s0,
            int sStride, float[] c, int c0, int cStride) {
        int last = rows - 1;
        int r1 = Math.min(1, last);
        int r2 = Math.min(2, last);
        int r3 = Math.min(3, last);
        int r4 = Math.min(4, last);
        int r5 = Math.min(5, last);
        int r6 = Math.min(6, last);
        int r7 = Math.min(7, last);
        FloatVector x0 = load(start, s0);
        FloatVector x1 = load(start, s0 + r1 * sStride);
        FloatVector x2 = load(start, s0 + r2 * sStride);
        FloatVector x3 = load(start, s0 + r3 * sStride);
        FloatVector x4 = load(start, s0 + r4 * sStride);
        FloatVector x5 = load(start, s0 + r5 * sStride);
        FloatVector x6 = load(start, s0 + r6 * sStride);
        FloatVector x7 = load(start, s0 + r7 * sStride);
        int a1 = a0 + r1 * aStride;
        int a2 = a0 + r2 * aStride;
        int a3 = a0 + r3 * aStride;
        int a4 = a0 + r4 * aStride;
        int a5 = a0 + r5 * aStride;
        int a6 = a0 + r6 * aStride;
        int a7 = a0 + r7 * aStride;
        int bp = b0;
        for (int p = 0; p < k; p++, bp += LANES) {
            FloatVector bx = load(b, bp);
            x0 = all(a[a0 + p]).fma(bx, x0);
            x1 = all(a[a1 + p]).fma(bx, x1);
            x2 = all(a[a2 + p]).fma(bx, x2);
            x3 = all(a[a3 + p]).fma(bx, x3);
            x4 = all(a[a4 + p]).fma(bx, x4);
            x5 = all(a[a5 + p]).fma(bx, x5);
            x6 = all(a[a6 + p]).fma(bx, x6);
            x7 = all(a[a7 + p]).fma(bx, x7);
        }
        x0.intoArray(c, c0);
        x1.intoArray(c, c0 + r1 * cStride);
        x2.intoArray(c, c0 + r2 * cStride);
        x3.intoArray(c, c0 + r3 * cStride);
        x4.intoArray(c, c0 + r4 * cStride);
        x5.intoArray(c, c0 + r5 * cStride);
        x6.intoArray(c, c0 + r6 * cStride);
        x7.intoArray(c, c0 + r7 * cStride);
    }

    /**
     * One row by four panels, so that eight chains hide the latency of the multiply-adds when there is only one row.
     */
    static void tile1x8(int k, float[] a, int a0, float[] b, int b0, float[] start, int s0, float[] c, int c0) {
        FloatVector x0 = load(start, s0);
        FloatVector x1 = load(start, s0 + LANES);
        FloatVector x2 = load(start, s0 + 2 * LANES);
        FloatVector x3 = load(start, s0 + 3 * LANES);
        FloatVector x4 = load(start, s0 + 4 * LANES);
        FloatVector x5 = load(start, s0 + 5 * LANES);
        FloatVector x6 = load(start, s0 + 6 * LANES);
        FloatVector x7 = load(start, s0 + 7 * LANES);
        int panel1 = b0 + k * PANEL;
        int panel2 = panel1 + k * PANEL;
        int panel3 = panel2 + k * PANEL;
        for (int p = 0; p < k; p++) {
            FloatVector f = all(a[a0 + p]);
            int at = p * PANEL;
            x0 = f.fma(load(b, b0 + at), x0);
            x1 = f.fma(load(b, b0 + at + LANES), x1);
            x2 = f.fma(load(b, panel1 + at), x2);
            x3 = f.fma(load(b, panel1 + at + LANES), x3);
            x4 = f.fma(load(b, panel2 + at), x4);
            x5 = f.fma(load(b, panel2 + at + LANES), x5);
            x6 = f.fma(load(b, panel3 + at), x6);
            x7 = f.fma(load(b, panel3 + at + LANES), x7);
        }
        x0.intoArray(c, c0);
        x1.intoArray(c, c0 + LANES);
        x2.intoArray(c, c0 + 2 * LANES);
        x3.intoArray(c, c0 + 3 * LANES);
        x4.intoArray(c, c0 + 4 * LANES);
        x5.intoArray(c, c0 + 5 * LANES);
        x6.intoArray(c, c0 + 6 * LANES);
        x7.intoArray(c, c0 + 7 * LANES);
    }
}
