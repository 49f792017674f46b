package dev.unroll.rnn;

import dev.unroll.kernel.Kernels;
import dev.unroll.recurrent.ScalarFunction;

/** The function that a vanilla recurrent unit applies to its weighted sum. */
public enum Activation {

    /** Bounded by ±1; its gradient vanishes where it saturates. */
    TANH(ScalarFunction.TANH) {
        @Override
        void forward(Kernels kernels, int n, float[] h, int offset) {
            kernels.elementwise().tanh(n, h, offset, h, offset);
        }

        @Override
        void backward(Kernels kernels, int n, float[] h, float[] dh, int offset) {
            kernels.recurrent().tanhBackward(n, h, offset, dh, offset, dh, offset);
        }
    },

    /** Rectified: unbounded, with gradient 0 or 1 (Le, Jaitly &amp; Hinton 2015, arXiv 1504.00941). */
    RELU(ScalarFunction.RELU) {
        @Override
        void forward(Kernels kernels, int n, float[] h, int offset) {
            kernels.elementwise().relu(n, h, offset, h, offset);
        }

        @Override
        void backward(Kernels kernels, int n, float[] h, float[] dh, int offset) {
            kernels.elementwise().reluBackward(n, h, offset, dh, offset, dh, offset);
        }
    };

    private final ScalarFunction exact;

    Activation(ScalarFunction exact) {
        this.exact = exact;
    }

    /** The same function in double. */
    ScalarFunction exact() {
        return exact;
    }

    /** @param h weighted sums when read, overwritten by hidden states */
    abstract void forward(Kernels kernels, int n, float[] h, int offset);

    /**
     * @param h  hidden states, read
     * @param dh gradient of the hidden states when read, overwritten by that of the weighted sums
     */
    abstract void backward(Kernels kernels, int n, float[] h, float[] dh, int offset);
}
