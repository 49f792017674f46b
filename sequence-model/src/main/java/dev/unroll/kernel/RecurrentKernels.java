package dev.unroll.kernel;

/**
 * The elementwise parts of recurrent cells, for a block of rows that take the same step. All arrays are contiguous.
 *
 * <p>Legend: H hidden units; gates i (input), f (forget), g (candidate), o (output) of a row stand one after another, H
 * values each; c is the cell, h the hidden state, σ the logistic function. {@link FloatMath} defines σ and tanh.
 */
public interface RecurrentKernels {

    /**
     * One step of the long short-term memory (Hochreiter &amp; Schmidhuber 1997, with the forget gate of Gers,
     * Schmidhuber &amp; Cummins 2000), once the gates' weighted sums are known:
     *
     * <pre>
     * i = σ(i)   f = σ(f)   g = tanh(g)   o = σ(o)
     * c = fma(f, cPrevious, i g)
     * h = o tanh(c)
     * </pre>
     *
     * @param gates     {@code [rows, 4H]}, weighted sums when read, overwritten by the activations
     * @param cPrevious {@code [rows, H]}, read
     * @param c         {@code [rows, H]}, overwritten
     * @param tanhC     {@code [rows, H]}, overwritten by tanh(c), kept for backward
     * @param h         {@code [rows, H]}, overwritten
     */
    void lstmCell(int rows, int hidden, float[] gates, int gatesOffset, float[] cPrevious, int cPreviousOffset,
            float[] c, int cOffset, float[] tanhC, int tanhCOffset, float[] h, int hOffset);

    /**
     * Gradient of {@link #lstmCell} with respect to the weighted sums and the previous cell:
     *
     * <pre>
     * dc = fma(dh o, 1 - tanh(c)², dc)
     * di = (dc g) (i - i²)             df = (dc cPrevious) (f - f²)
     * dg = (dc i) (1 - g²)             do = (dh tanh(c)) (o - o²)
     * dc = dc f
     * </pre>
     *
     * with {@code 1 - x²} as {@code fma(-x, x, 1)} and {@code x - x²} as {@code fma(-x, x, x)}.
     *
     * @param gates     {@code [rows, 4H]}, activations when read, overwritten by the gradients of the weighted sums
     * @param cPrevious {@code [rows, H]}, read
     * @param tanhC     {@code [rows, H]}, read
     * @param dh        {@code [rows, H]}, the whole gradient of h, read
     * @param dc        {@code [rows, H]}, what later steps give to c when read, overwritten by what c gives to
     *                  cPrevious
     */
    void lstmCellBackward(int rows, int hidden, float[] gates, int gatesOffset, float[] cPrevious, int cPreviousOffset,
            float[] tanhC, int tanhCOffset, float[] dh, int dhOffset, float[] dc, int dcOffset);

    /**
     * Gradient of tanh: {@code dx = dy fma(-y, y, 1)}. That of a rectified unit is
     * {@link ElementwiseKernels#reluBackward}.
     *
     * @param y  {@code [n]}, the function's output, read
     * @param dy {@code [n]}, read
     * @param dx {@code [n]}, overwritten; may be {@code dy}
     */
    void tanhBackward(int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset);
}
