package dev.unroll.gru;

/**
 * The parts of the gated recurrent unit that mix the values of a row, and their gradients. What a value becomes depends
 * on nothing else, so a plain loop gives the same bits everywhere.
 *
 * <p>Legend: H hidden units; a row of gates is r (reset), z (update), n (candidate), H values each; h is the hidden
 * state, p the one before, q the candidate's recurrent sum, s the state after the reset.
 */
final class GruSteps {

    private GruSteps() {
    }

    /**
     * {@code a_n = fma(r, q, a_n)}.
     *
     * @param gates one row, r and a_n read, a_n overwritten
     */
    static void reset(int hidden, float[] gates, int r, float[] q, int qOffset) {
        int n = r + 2 * hidden;
        for (int j = 0; j < hidden; j++) {
            gates[n + j] = Math.fma(gates[r + j], q[qOffset + j], gates[n + j]);
        }
    }

    /**
     * {@code h = fma(z, p - d, d)}, that is (1 - z) d + z p.
     *
     * @param gates one row, z read
     * @param d     n, or what dropout leaves of it, read
     */
    static void blend(int hidden, float[] gates, int z, float[] d, int dOffset, float[] p, int pOffset, float[] h,
            int hOffset) {
        for (int j = 0; j < hidden; j++) {
            float candidate = d[dOffset + j];
            h[hOffset + j] = Math.fma(gates[z + j], p[pOffset + j] - candidate, candidate);
        }
    }

    /**
     * Gradient of {@link #blend} and the functions before it:
     *
     * <pre>
     * dp += dh z
     * da_z = (dh (p - d)) (z - z²)
     * da_n = (dh (1 - z)) (1 - n²)    still to be dropped as n was
     * </pre>
     *
     * @param gates one row, z and n when read, overwritten by da_z and da_n
     * @param taken d as {@link #blend} took it, read
     * @param dp    accumulated into
     */
    static void blendBackward(int hidden, float[] gates, int r, float[] taken, int takenOffset, float[] p, int pOffset,
            float[] dh, int dhOffset, float[] dp, int dpOffset) {
        int z = r + hidden;
        int n = z + hidden;
        for (int j = 0; j < hidden; j++) {
            float d = dh[dhOffset + j];
            float update = gates[z + j];
            float candidate = gates[n + j];
            dp[dpOffset + j] = Math.fma(d, update, dp[dpOffset + j]);
            gates[z + j] = d * (p[pOffset + j] - taken[takenOffset + j]) * Math.fma(-update, update, update);
            gates[n + j] = d * (1f - update) * Math.fma(-candidate, candidate, 1f);
        }
    }

    /**
     * Gradient of {@link #reset}: {@code da_r = (da_n q) (r - r²)}, {@code dq = da_n r}.
     *
     * @param gates one row, r and da_n read, r overwritten by da_r
     * @param q     overwritten by dq
     */
    static void resetBackward(int hidden, float[] gates, int r, float[] q, int qOffset) {
        int n = r + 2 * hidden;
        for (int j = 0; j < hidden; j++) {
            float reset = gates[r + j];
            float d = gates[n + j];
            gates[r + j] = d * q[qOffset + j] * Math.fma(-reset, reset, reset);
            q[qOffset + j] = d * reset;
        }
    }

    /**
     * Gradient of {@code s = r p}: {@code dp += ds r}, {@code da_r = (ds p) (r - r²)}.
     *
     * @param gates one row, r when read, overwritten by da_r
     * @param dp    accumulated into
     */
    static void resetStateBackward(int hidden, float[] gates, int r, float[] p, int pOffset, float[] ds, int dsOffset,
            float[] dp, int dpOffset) {
        for (int j = 0; j < hidden; j++) {
            float reset = gates[r + j];
            float d = ds[dsOffset + j];
            dp[dpOffset + j] = Math.fma(d, reset, dp[dpOffset + j]);
            gates[r + j] = d * p[pOffset + j] * Math.fma(-reset, reset, reset);
        }
    }
}
