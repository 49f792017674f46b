package dev.unroll.kernel;

import static dev.unroll.kernel.VectorMath.LANES;
import static dev.unroll.kernel.VectorMath.all;
import static dev.unroll.kernel.VectorMath.load;

import jdk.incubator.vector.FloatVector;

/** {@link RecurrentKernels} on vectors; what is left over at the end goes to the plain loops. */
final class VectorRecurrentKernels implements RecurrentKernels {

    /**
     * A function's pass over the block, with the arguments of {@link #lstmCell}. Being one implementation of several
     * keeps it from being inlined: two such functions are more than the compiler inlines into one method, and what it
     * leaves out allocates its vectors.
     */
    private interface Pass {
        void over(int rows, int hidden, float[] gates, int gatesOffset, float[] cPrevious, int cPreviousOffset,
                float[] c, int cOffset, float[] tanhC, int tanhCOffset, float[] h, int hOffset);
    }

    private final RecurrentKernels tail = new ScalarRecurrentKernels();
    private final VectorElementwiseKernels elementwise = new VectorElementwiseKernels();
    private final Pass[] passes = {this::sigmoids, this::candidates, this::cells, this::outputs};

    @Override
    public void lstmCell(int rows, int hidden, float[] gates, int gatesOffset, float[] cPrevious, int cPreviousOffset,
            float[] c, int cOffset, float[] tanhC, int tanhCOffset, float[] h, int hOffset) {
        for (Pass pass : passes) {
            pass.over(rows, hidden, gates, gatesOffset, cPrevious, cPreviousOffset, c, cOffset, tanhC, tanhCOffset, h,
                    hOffset);
        }
    }

    private void sigmoids(int rows, int hidden, float[] gates, int gatesOffset, float[] cPrevious, int cPreviousOffset,
            float[] c, int cOffset, float[] tanhC, int tanhCOffset, float[] h, int hOffset) {
        for (int r = 0; r < 2 * rows; r++) {
            int i = gatesOffset + r / 2 * 4 * hidden;
            int from = r % 2 == 0 ? i : i + 3 * hidden;
            elementwise.sigmoid(r % 2 == 0 ? 2 * hidden : hidden, gates, from, gates, from);
        }
    }

    private void candidates(int rows, int hidden, float[] gates, int gatesOffset, float[] cPrevious,
            int cPreviousOffset, float[] c, int cOffset, float[] tanhC, int tanhCOffset, float[] h, int hOffset) {
        for (int r = 0; r < rows; r++) {
            int g = gatesOffset + (r * 4 + 2) * hidden;
            elementwise.tanh(hidden, gates, g, gates, g);
        }
    }

    private void cells(int rows, int hidden, float[] gates, int gatesOffset, float[] cPrevious, int cPreviousOffset,
            float[] c, int cOffset, float[] tanhC, int tanhCOffset, float[] h, int hOffset) {
        for (int r = 0; r < rows; r++) {
            cells(hidden, gates, gatesOffset + r * 4 * hidden, cPrevious, cPreviousOffset + r * hidden, c,
                    cOffset + r * hidden);
        }
    }

    private void outputs(int rows, int hidden, float[] gates, int gatesOffset, float[] cPrevious, int cPreviousOffset,
            float[] c, int cOffset, float[] tanhC, int tanhCOffset, float[] h, int hOffset) {
        for (int r = 0; r < rows; r++) {
            int unit = r * hidden;
            elementwise.tanh(hidden, c, cOffset + unit, tanhC, tanhCOffset + unit);
            elementwise.multiply(hidden, gates, gatesOffset + 4 * unit + 3 * hidden, tanhC, tanhCOffset + unit, h,
                    hOffset + unit);
        }
    }

    private static void cells(int hidden, float[] gates, int i, float[] cPrevious, int cPreviousOffset, float[] c,
            int cOffset) {
        int f = i + hidden;
        int g = f + hidden;
        int whole = hidden - hidden % LANES;
        for (int j = 0; j < whole; j += LANES) {
            load(gates, f + j).fma(load(cPrevious, cPreviousOffset + j), load(gates, i + j).mul(load(gates, g + j)))
                    .intoArray(c, cOffset + j);
        }
        for (int j = whole; j < hidden; j++) {
            c[cOffset + j] = ScalarRecurrentKernels.cell(gates[i + j], gates[f + j], gates[g + j],
                    cPrevious[cPreviousOffset + j]);
        }
    }

    @Override
    public void lstmCellBackward(int rows, int hidden, float[] gates, int gatesOffset, float[] cPrevious,
            int cPreviousOffset, float[] tanhC, int tanhCOffset, float[] dh, int dhOffset, float[] dc, int dcOffset) {
        for (int r = 0; r < rows; r++) {
            int unit = r * hidden;
            cellsBackward(hidden, gates, gatesOffset + 4 * unit, cPrevious, cPreviousOffset + unit, tanhC,
                    tanhCOffset + unit, dh, dhOffset + unit, dc, dcOffset + unit);
        }
    }

    private static void cellsBackward(int hidden, float[] gates, int row, float[] cPrevious, int cPreviousOffset,
            float[] tanhC, int tanhCOffset, float[] dh, int dhOffset, float[] dc, int dcOffset) {
        int whole = hidden - hidden % LANES;
        for (int j = 0; j < whole; j += LANES) {
            FloatVector i = load(gates, row + j);
            FloatVector f = load(gates, row + hidden + j);
            FloatVector g = load(gates, row + 2 * hidden + j);
            FloatVector o = load(gates, row + 3 * hidden + j);
            FloatVector t = load(tanhC, tanhCOffset + j);
            FloatVector d = load(dh, dhOffset + j);
            FloatVector dCell = d.mul(o).fma(oneMinusSquare(t), load(dc, dcOffset + j));
            dCell.mul(g).mul(i.neg().fma(i, i)).intoArray(gates, row + j);
            dCell.mul(load(cPrevious, cPreviousOffset + j)).mul(f.neg().fma(f, f)).intoArray(gates, row + hidden + j);
            dCell.mul(i).mul(oneMinusSquare(g)).intoArray(gates, row + 2 * hidden + j);
            d.mul(t).mul(o.neg().fma(o, o)).intoArray(gates, row + 3 * hidden + j);
            dCell.mul(f).intoArray(dc, dcOffset + j);
        }
        for (int j = whole; j < hidden; j++) {
            ScalarRecurrentKernels.lstmUnitBackward(hidden, gates, row + j, cPrevious[cPreviousOffset + j],
                    tanhC[tanhCOffset + j], dh[dhOffset + j], dc, dcOffset + j);
        }
    }

    @Override
    public void tanhBackward(int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            load(dy, dyOffset + i).mul(oneMinusSquare(load(y, yOffset + i))).intoArray(dx, dxOffset + i);
        }
        tail.tanhBackward(n - whole, y, yOffset + whole, dy, dyOffset + whole, dx, dxOffset + whole);
    }

    private static FloatVector oneMinusSquare(FloatVector x) {
        return x.neg().fma(x, all(1f));
    }
}
