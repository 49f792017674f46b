package dev.unroll.benchmark.peer;

/** Rearranged copies of row-major arrays. */
final class Layouts {

    private Layouts() {
    }

    /** {@code [columns, rows]} of {@code [rows, columns]}. */
    static float[] transposed(float[] x, int rows, int columns) {
        float[] y = new float[x.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                y[c * rows + r] = x[r * columns + c];
            }
        }
        return y;
    }
}
