package dev.unroll.kernel;

import static dev.unroll.kernel.VectorMath.LANES;
import static dev.unroll.kernel.VectorMath.load;
import static dev.unroll.kernel.VectorTiles.PANEL;

import java.util.Arrays;

/**
 * {@link MatrixKernels} on vectors.
 *
 * <p>Packed B is a row of panels, each {@code [k, PANEL]} and contiguous; the last is one vector wide if that is enough
 * for the columns left, and padded with zeros. Panels without padding are read from and written to C in place. A padded
 * one goes through a tile of scratch memory, so that nothing beyond a row of C is touched.
 */
final class VectorMatrixKernels implements MatrixKernels {

    /** Where vectors have 8 lanes there are usually but 16 registers, too few for 8 rows of two vectors. */
    static final int TILE_ROWS = LANES == 8 ? 4 : 8;
    private static final int ROW_PANELS = 4;
    /** Rows of B in one packed block of the transposed product: 32 kB at 16 lanes. */
    private static final int BLOCK_ROWS = 256;

    private static final float[] ZEROS = new float[ROW_PANELS * PANEL];

    /** Per thread: a block of B, the last columns of A beside it, a tile of C. */
    private static final int SCRATCH_A = BLOCK_ROWS * PANEL;
    private static final int SCRATCH_C = SCRATCH_A + BLOCK_ROWS * TILE_ROWS;
    private static final ThreadLocal<float[]> SCRATCH =
            ThreadLocal.withInitial(() -> new float[SCRATCH_C + 8 * PANEL]);

    @Override
    public int packedLength(int k, int n) {
        return Math.multiplyExact(k, Math.addExact(n, LANES - 1) / LANES * LANES);
    }

    @Override
    public void pack(int k, int n, float[] b, int bOffset, int bStride, float[] packed, int packedOffset) {
        int to = packedOffset;
        for (int j = 0; j < n; j += PANEL) {
            int columns = Math.min(PANEL, n - j);
            int width = columns <= LANES ? LANES : PANEL;
            for (int p = 0; p < k; p++, to += width) {
                System.arraycopy(b, bOffset + p * bStride + j, packed, to, columns);
                Arrays.fill(packed, to + columns, to + width, 0f);
            }
        }
    }

    @Override
    public void packTransposed(int k, int n, float[] t, int tOffset, int tStride, float[] packed, int packedOffset) {
        int to = packedOffset;
        for (int j = 0; j < n; j += PANEL) {
            int columns = Math.min(PANEL, n - j);
            int width = columns <= LANES ? LANES : PANEL;
            int from = tOffset + j * tStride;
            for (int p = 0; p < k; p++, to += width) {
                for (int q = 0; q < columns; q++) {
                    packed[to + q] = t[from + q * tStride + p];
                }
                Arrays.fill(packed, to + columns, to + width, 0f);
            }
        }
    }

    @Override
    public void multiply(int m, int n, int k, float[] a, int aOffset, int aStride, float[] packed, int packedOffset,
            float[] c, int cOffset, int cStride) {
        product(m, n, k, a, aOffset, aStride, packed, packedOffset, ZEROS, 0, 0, false, c, cOffset, cStride);
    }

    @Override
    public void multiplyAdd(int m, int n, int k, float[] a, int aOffset, int aStride, float[] packed, int packedOffset,
            float[] c, int cOffset, int cStride) {
        product(m, n, k, a, aOffset, aStride, packed, packedOffset, c, cOffset, cStride, true, c, cOffset, cStride);
    }

    @Override
    public void multiplyBias(int m, int n, int k, float[] a, int aOffset, int aStride, float[] packed, int packedOffset,
            float[] bias, int biasOffset, float[] c, int cOffset, int cStride) {
        product(m, n, k, a, aOffset, aStride, packed, packedOffset, bias, biasOffset, 0, true, c, cOffset, cStride);
    }

    /** {@code C = start + A B}; start has C's columns if {@code wide}, else one panel of zeros serves all of them. */
    private static void product(int m, int n, int k, float[] a, int aOffset, int aStride, float[] packed,
            int packedOffset, float[] start, int sOffset, int sStride, boolean wide, float[] c, int cOffset,
            int cStride) {
        int panel = packedOffset;
        int j = 0;
        if (m == 1) {
            for (; j + ROW_PANELS * PANEL <= n; j += ROW_PANELS * PANEL, panel += ROW_PANELS * PANEL * k) {
                VectorTiles.tile1x8(k, a, aOffset, packed, panel, start, wide ? sOffset + j : 0, c, cOffset + j);
            }
        }
        for (; j + PANEL <= n; j += PANEL, panel += PANEL * k) {
            int s = wide ? sOffset + j : 0;
            for (int i = 0; i < m; i += TILE_ROWS) {
                tile(Math.min(TILE_ROWS, m - i), PANEL, k, a, aOffset + i * aStride, aStride, packed, panel,
                        start, s + i * sStride, sStride, c, cOffset + i * cStride + j, cStride);
            }
        }
        if (n - j == LANES) {
            int s = wide ? sOffset + j : 0;
            for (int i = 0; i < m; i += 8) {
                tile(Math.min(8, m - i), LANES, k, a, aOffset + i * aStride, aStride, packed, panel,
                        start, s + i * sStride, sStride, c, cOffset + i * cStride + j, cStride);
            }
        } else if (j < n) {
            lastPanel(m, n - j, k, a, aOffset, aStride, packed, panel,
                    start, wide ? sOffset + j : 0, sStride, c, cOffset + j, cStride);
        }
    }

    private static void lastPanel(int m, int columns, int k, float[] a, int aOffset, int aStride, float[] packed,
            int panel, float[] start, int sOffset, int sStride, float[] c, int cOffset, int cStride) {
        float[] scratch = SCRATCH.get();
        int width = columns <= LANES ? LANES : PANEL;
        int tileRows = width == LANES ? 8 : TILE_ROWS;
        for (int i = 0; i < m; i += tileRows) {
            int rows = Math.min(tileRows, m - i);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(start, sOffset + (i + r) * sStride, scratch, SCRATCH_C + r * PANEL, columns);
            }
            tile(rows, width, k, a, aOffset + i * aStride, aStride, packed, panel,
                    scratch, SCRATCH_C, PANEL, scratch, SCRATCH_C, PANEL);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(scratch, SCRATCH_C + r * PANEL, c, cOffset + (i + r) * cStride, columns);
            }
        }
    }

    private static void tile(int rows, int width, int k, float[] a, int a0, int aStride, float[] b, int b0,
            float[] start, int s0, int sStride, float[] c, int c0, int cStride) {
        if (width == LANES) {
            VectorTiles.tile8x1(rows, k, a, a0, aStride, b, b0, start, s0, sStride, c, c0, cStride);
        } else if (rows <= 4) {
            VectorTiles.tile4x2(rows, k, a, a0, aStride, b, b0, start, s0, sStride, c, c0, cStride);
        } else {
            VectorTiles.tile8x2(rows, k, a, a0, aStride, b, b0, start, s0, sStride, c, c0, cStride);
        }
    }

    @Override
    public void multiplyTransposedAdd(int m, int n, int rows, float[] a, int aOffset, int aStride, float[] b,
            int bOffset, int bStride, float[] c, int cOffset, int cStride) {
        int tileRows = m <= 4 ? 4 : TILE_ROWS;
        int whole = m - m % tileRows;
        float[] scratch = SCRATCH.get();
        for (int r = 0; r < rows; r += BLOCK_ROWS) {
            int block = Math.min(BLOCK_ROWS, rows - r);
            int aFrom = aOffset + r * aStride;
            int bFrom = bOffset + r * bStride;
            if (whole < m) {
                copyColumns(block, a, aFrom + whole, aStride, m - whole, scratch, SCRATCH_A, tileRows);
            }
            for (int j = 0; j < n; j += PANEL) {
                int columns = Math.min(PANEL, n - j);
                float[] right = b;
                int right0 = bFrom + j;
                int rightStride = bStride;
                // One tile reads B once, and a B as narrow as a panel is packed: copying would cost more than it saves.
                if (m > tileRows && bStride != PANEL || columns < PANEL) {
                    copyColumns(block, b, right0, bStride, columns, scratch, 0, PANEL);
                    right = scratch;
                    right0 = 0;
                    rightStride = PANEL;
                }
                for (int i = 0; i < whole; i += tileRows) {
                    transposedTile(tileRows, tileRows, block, a, aFrom + i, aStride, right, right0, rightStride,
                            columns, c, cOffset + i * cStride + j, cStride);
                }
                if (whole < m) {
                    transposedTile(tileRows, m - whole, block, scratch, SCRATCH_A, tileRows, right, right0, rightStride,
                            columns, c, cOffset + whole * cStride + j, cStride);
                }
            }
        }
    }

    /** Copies {@code [rows, columns]} to rows of {@code width}, whose rest repeats the last column. */
    private static void copyColumns(int rows, float[] from, int offset, int stride, int columns,
            float[] to, int toOffset, int width) {
        if (columns == PANEL && width == PANEL) {
            copyPanel(rows, from, offset, stride, to, toOffset);
            return;
        }
        for (int r = 0; r < rows; r++) {
            int at = toOffset + r * width;
            System.arraycopy(from, offset + r * stride, to, at, columns);
            Arrays.fill(to, at + columns, at + width, to[at + columns - 1]);
        }
    }

    private static void copyPanel(int rows, float[] from, int offset, int stride, float[] to, int toOffset) {
        for (int r = 0; r < rows; r++) {
            load(from, offset + r * stride).intoArray(to, toOffset + r * PANEL);
            load(from, offset + r * stride + LANES).intoArray(to, toOffset + r * PANEL + LANES);
        }
    }

    private static void transposedTile(int tileRows, int rows, int block, float[] a, int a0, int aStride,
            float[] b, int b0, int bStride, int columns, float[] c, int c0, int cStride) {
        float[] scratch = SCRATCH.get();
        float[] to = c;
        int to0 = c0;
        int toStride = cStride;
        if (columns < PANEL) {
            for (int i = 0; i < rows; i++) {
                System.arraycopy(c, c0 + i * cStride, scratch, SCRATCH_C + i * PANEL, columns);
            }
            to = scratch;
            to0 = SCRATCH_C;
            toStride = PANEL;
        }
        if (tileRows == 4) {
            VectorTransposedTiles.tile4x2(rows, block, a, a0, aStride, b, b0, bStride, to, to0, toStride);
        } else {
            VectorTransposedTiles.tile8x2(rows, block, a, a0, aStride, b, b0, bStride, to, to0, toStride);
        }
        if (columns < PANEL) {
            for (int i = 0; i < rows; i++) {
                System.arraycopy(scratch, SCRATCH_C + i * PANEL, c, c0 + i * cStride, columns);
            }
        }
    }
}
