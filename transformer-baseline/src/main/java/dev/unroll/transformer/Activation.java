package dev.unroll.transformer;

import dev.unroll.kernel.ElementwiseKernels;

/**
 * The function between the two linear maps of a feed-forward layer, from F hidden values of a row, or 2 F if gated, to
 * F.
 */
public enum Activation {

    /** max(x, 0). */
    RELU {
        @Override
        void forward(int n, float[] x, int xOffset, float[] y, int yOffset, ElementwiseKernels kernels) {
            kernels.relu(n, x, xOffset, y, yOffset);
        }

        @Override
        void backward(int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, ElementwiseKernels kernels) {
            // The input is positive exactly where the output is.
            kernels.reluBackward(n, x, xOffset, dy, dyOffset, dx, xOffset);
        }
    },

    /** x Φ(x), exact, not the tanh approximation (Hendrycks &amp; Gimpel 2016, arXiv 1606.08415). */
    GELU {
        @Override
        void forward(int n, float[] x, int xOffset, float[] y, int yOffset, ElementwiseKernels kernels) {
            kernels.gelu(n, x, xOffset, y, yOffset);
        }

        @Override
        void backward(int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, ElementwiseKernels kernels) {
            kernels.geluBackward(n, x, xOffset, dy, dyOffset, dx, xOffset);
        }
    },

    /** x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2, the approximation of {@link #GELU} that GPT-2 has. */
    GELU_TANH {
        @Override
        void forward(int n, float[] x, int xOffset, float[] y, int yOffset, ElementwiseKernels kernels) {
            kernels.geluTanh(n, x, xOffset, y, yOffset);
        }

        @Override
        void backward(int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, ElementwiseKernels kernels) {
            kernels.geluTanhBackward(n, x, xOffset, dy, dyOffset, dx, xOffset);
        }
    },

    /** g σ(g) u, where the first F hidden values are the gates g and the others u (Shazeer 2020, arXiv 2002.05202). */
    SWIGLU {
        @Override
        void forward(int n, float[] x, int xOffset, float[] y, int yOffset, ElementwiseKernels kernels) {
            kernels.swiGlu(n, x, xOffset, x, xOffset + n, y, yOffset);
        }

        @Override
        void backward(int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, ElementwiseKernels kernels) {
            kernels.swiGluBackward(n, x, xOffset, x, xOffset + n, dy, dyOffset, dx, xOffset, dx, xOffset + n);
        }
    };

    /** Whether there are two hidden values for each that comes out. */
    boolean gated() {
        return this == SWIGLU;
    }

    /** Whether backward may be given the output for the input, so that both can be in one place. */
    boolean invertible() {
        return this == RELU;
    }

    /**
     * @param n values that come out
     * @param x n values, or 2 n if gated, read
     * @param y n values, overwritten; may be x unless gated
     */
    abstract void forward(int n, float[] x, int xOffset, float[] y, int yOffset, ElementwiseKernels kernels);

    /**
     * @param x  the input of forward, read
     * @param dy n values, read
     * @param dx gradient with respect to x, from {@code xOffset}, overwritten; may be dy unless gated
     */
    abstract void backward(int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx,
            ElementwiseKernels kernels);
}
