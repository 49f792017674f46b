package dev.unroll.recurrent;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Norms;
import dev.unroll.engine.RowLayout;
import dev.unroll.kernel.Kernels;
import dev.unroll.kernel.ReductionKernels;
import dev.unroll.layer.SequenceEncoder.StateVisitor;

/**
 * The norm of the loss's gradient with respect to one kind of state, row by row, as a backward pass goes by. Threads
 * may keep different rows at the same time.
 */
public final class GradientNorms {

    private final int size;
    private final ReductionKernels kernels;
    private float[] norms = Buffers.EMPTY;  // [R]

    /** @param size values of a state */
    public GradientNorms(int size, Kernels kernels) {
        this.size = size;
        this.kernels = kernels.reduction();
    }

    /** Makes room for a batch. */
    public void begin(RowLayout layout) {
        norms = Buffers.atLeast(norms, layout.rows());
    }

    /**
     * Keeps the norms of {@code count} rows from {@code row}.
     *
     * @param gradient the rows one after another from row {@code at} of this array, read
     */
    public void keep(int row, int count, float[] gradient, int at) {
        for (int r = 0; r < count; r++) {
            norms[row + r] = Norms.euclidean(kernels, size, gradient, (at + r) * size);
        }
    }

    /** Reports what was kept under the name of the state. */
    public void visit(String name, StateVisitor visitor) {
        visitor.visit(name, 1, norms, 0, 1);
    }
}
