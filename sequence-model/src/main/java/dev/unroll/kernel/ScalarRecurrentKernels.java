package dev.unroll.kernel;

/** The plain loops that define {@link RecurrentKernels}. */
final class ScalarRecurrentKernels implements RecurrentKernels {

    @Override
    public void lstmCell(int rows, int hidden, float[] gates, int gatesOffset, float[] cPrevious, int cPreviousOffset,
            float[] c, int cOffset, float[] tanhC, int tanhCOffset, float[] h, int hOffset) {
        for (int r = 0; r < rows; r++) {
            int i = gatesOffset + r * 4 * hidden;
            int f = i + hidden;
            int g = f + hidden;
            int o = g + hidden;
            for (int j = 0; j < hidden; j++) {
                int unit = r * hidden + j;
                gates[i + j] = FloatMath.sigmoid(gates[i + j]);
                gates[f + j] = FloatMath.sigmoid(gates[f + j]);
                gates[g + j] = FloatMath.tanh(gates[g + j]);
                gates[o + j] = FloatMath.sigmoid(gates[o + j]);
                c[cOffset + unit] = cell(gates[i + j], gates[f + j], gates[g + j], cPrevious[cPreviousOffset + unit]);
                tanhC[tanhCOffset + unit] = FloatMath.tanh(c[cOffset + unit]);
                h[hOffset + unit] = gates[o + j] * tanhC[tanhCOffset + unit];
            }
        }
    }

    static float cell(float i, float f, float g, float cPrevious) {
        return Math.fma(f, cPrevious, i * g);
    }

    @Override
    public void lstmCellBackward(int rows, int hidden, float[] gates, int gatesOffset, float[] cPrevious,
            int cPreviousOffset, float[] tanhC, int tanhCOffset, float[] dh, int dhOffset, float[] dc, int dcOffset) {
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < hidden; j++) {
                int unit = r * hidden + j;
                lstmUnitBackward(hidden, gates, gatesOffset + r * 4 * hidden + j, cPrevious[cPreviousOffset + unit],
                        tanhC[tanhCOffset + unit], dh[dhOffset + unit], dc, dcOffset + unit);
            }
        }
    }

    /** One unit of {@link #lstmCellBackward}, its gates H apart from {@code unitGates}. */
    static void lstmUnitBackward(int hidden, float[] gates, int unitGates, float cPrevious, float tanhC, float dh,
            float[] dc, int dcIndex) {
        float i = gates[unitGates];
        float f = gates[unitGates + hidden];
        float g = gates[unitGates + 2 * hidden];
        float o = gates[unitGates + 3 * hidden];
        float dCell = Math.fma(dh * o, Math.fma(-tanhC, tanhC, 1f), dc[dcIndex]);
        gates[unitGates] = dCell * g * Math.fma(-i, i, i);
        gates[unitGates + hidden] = dCell * cPrevious * Math.fma(-f, f, f);
        gates[unitGates + 2 * hidden] = dCell * i * Math.fma(-g, g, 1f);
        gates[unitGates + 3 * hidden] = dh * tanhC * Math.fma(-o, o, o);
        dc[dcIndex] = dCell * f;
    }

    @Override
    public void tanhBackward(int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int i = 0; i < n; i++) {
            float value = y[yOffset + i];
            dx[dxOffset + i] = dy[dyOffset + i] * Math.fma(-value, value, 1f);
        }
    }
}
