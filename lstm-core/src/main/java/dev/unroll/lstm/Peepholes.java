package dev.unroll.lstm;

import dev.unroll.model.Parameter;

/**
 * What the gates see of the cells (Gers &amp; Schmidhuber 2000, "Recurrent nets that time and count"): each gate that
 * of its own unit alone.
 *
 * <pre>
 * a_i += p_i c_{t-1}     a_f += p_f c_{t-1}     a_o += p_o c_t
 * </pre>
 *
 * <p>Legend: H units; a weighted sums; p the weights, {@code [G, H]} for the G gates that have weights, in the order i,
 * f, o; at first 0, so that training starts from the cell without them.
 */
final class Peepholes {

    private final int hiddenSize;
    private final Parameter weight;

    Peepholes(String name, int gates, int hiddenSize) {
        this.hiddenSize = hiddenSize;
        weight = new Parameter(name + ".peepholeWeight", gates, hiddenSize);
    }

    Parameter weight() {
        return weight;
    }

    /** {@code a += p c} for one gate of one row, or, with gradients for a and c swapped in, its backward. */
    void add(int gate, float[] c, int cOffset, float[] a, int aOffset) {
        float[] p = weight.value();
        int from = gate * hiddenSize;
        for (int j = 0; j < hiddenSize; j++) {
            a[aOffset + j] = Math.fma(p[from + j], c[cOffset + j], a[aOffset + j]);
        }
    }

    /** {@code dp += da c} for one gate of one row. */
    void accumulate(int gate, float[] c, int cOffset, float[] da, int daOffset) {
        float[] dp = weight.gradient();
        int from = gate * hiddenSize;
        for (int j = 0; j < hiddenSize; j++) {
            dp[from + j] = Math.fma(da[daOffset + j], c[cOffset + j], dp[from + j]);
        }
    }
}
