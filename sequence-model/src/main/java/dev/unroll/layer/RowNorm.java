package dev.unroll.layer;

import dev.unroll.model.Parameter;
import java.util.List;

/**
 * Normalization of each row by itself, {@code [R, N]} to {@code [R, N]}, contiguous.
 *
 * <p>Rows are independent: callers that are themselves pieces of parallel work share the rows among them.
 */
public sealed interface RowNorm permits LayerNorm, RmsNorm {

    List<Parameter> parameters();

    /** Makes room for the statistics of this many rows; must precede {@link #forwardRows}. */
    void prepare(int rows);

    /**
     * The rows {@code from} to {@code to - 1}, on the calling thread.
     *
     * @param x {@code [R, N]}, read
     * @param y {@code [R, N]}, these rows overwritten
     */
    void forwardRows(int from, int to, float[] x, float[] y);

    /**
     * The rows {@code from} to {@code to - 1} of the gradient with respect to x, on the calling thread.
     *
     * @param x  {@code [R, N]}, the input of forward, read
     * @param dy {@code [R, N]}, read
     * @param dx {@code [R, N]}, these rows accumulated into
     */
    void inputGradientRows(int from, int to, float[] x, float[] dy, float[] dx);

    /**
     * Accumulates the parameters' gradients over all rows, with all workers.
     *
     * @param x  {@code [R, N]}, the input of forward, read
     * @param dy {@code [R, N]}, read
     */
    void parameterGradients(int rows, float[] x, float[] dy);

    /**
     * Adds the parameters' gradients over the rows {@code from} to {@code to - 1} to sums kept elsewhere, on the calling
     * thread. Calls for ranges in ascending order that follow each other give the bits of one call for all of them.
     *
     * @param x  {@code [R, N]}, the input of forward, read
     * @param dy {@code [R, N]}, read
     */
    void parameterGradientRows(int from, int to, float[] x, float[] dy, GradientSums sums);
}
