package dev.unroll.transformer;

import dev.unroll.kernel.ElementwiseKernels;

/** The function between the two linear maps of a feed-forward layer. */
public enum Activation {

    /** max(x, 0). */
    RELU {
        @Override
        void forward(int n, float[] x, float[] y, int offset, ElementwiseKernels kernels) {
            kernels.relu(n, x, offset, y, offset);
        }

        @Override
        void backward(int n, float[] x, float[] dy, int offset, ElementwiseKernels kernels) {
            // The input is positive exactly where the output is.
            kernels.reluBackward(n, x, offset, dy, offset, dy, offset);
        }
    },

    /** x Φ(x), exact, not the tanh approximation (Hendrycks &amp; Gimpel 2016, arXiv 1606.08415). */
    GELU {
        @Override
        void forward(int n, float[] x, float[] y, int offset, ElementwiseKernels kernels) {
            kernels.gelu(n, x, offset, y, offset);
        }

        @Override
        void backward(int n, float[] x, float[] dy, int offset, ElementwiseKernels kernels) {
            kernels.geluBackward(n, x, offset, dy, offset, dy, offset);
        }
    };

    /**
     * @param x n values from {@code offset}, read
     * @param y n values from {@code offset}, overwritten
     */
    abstract void forward(int n, float[] x, float[] y, int offset, ElementwiseKernels kernels);

    /**
     * @param x  n values from {@code offset}, the input of forward, read
     * @param dy n values from {@code offset}, overwritten with the gradient with respect to x
     */
    abstract void backward(int n, float[] x, float[] dy, int offset, ElementwiseKernels kernels);
}
