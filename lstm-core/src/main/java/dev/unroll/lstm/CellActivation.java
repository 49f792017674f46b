package dev.unroll.lstm;

import dev.unroll.kernel.Kernels;
import dev.unroll.recurrent.ScalarFunction;

/** The function that bounds what a cell takes in, or what it shows; its derivative is taken from its value y. */
public enum CellActivation {

    /** The hyperbolic tangent, y' = 1 - y². */
    TANH(ScalarFunction.TANH) {
        @Override
        void forward(Kernels kernels, int n, float[] x, int offset) {
            kernels.elementwise().tanh(n, x, offset, x, offset);
        }

        @Override
        void backward(Kernels kernels, int n, float[] y, int yOffset, float[] dy, int dyOffset) {
            kernels.recurrent().tanhBackward(n, y, yOffset, dy, dyOffset, dy, dyOffset);
        }
    },

    /** max(x, 0), y' = 1 where y is above 0, else 0. */
    RELU(ScalarFunction.RELU) {
        @Override
        void forward(Kernels kernels, int n, float[] x, int offset) {
            kernels.elementwise().relu(n, x, offset, x, offset);
        }

        @Override
        void backward(Kernels kernels, int n, float[] y, int yOffset, float[] dy, int dyOffset) {
            kernels.elementwise().reluBackward(n, y, yOffset, dy, dyOffset, dy, dyOffset);
        }
    },

    /** x / (1 + |x|), y' = (1 - |y|)² (Bergstra et al. 2009). */
    SOFTSIGN(ScalarFunction.SOFTSIGN) {
        @Override
        void forward(Kernels kernels, int n, float[] x, int offset) {
            for (int j = offset; j < offset + n; j++) {
                x[j] = x[j] / (1f + Math.abs(x[j]));
            }
        }

        @Override
        void backward(Kernels kernels, int n, float[] y, int yOffset, float[] dy, int dyOffset) {
            for (int j = 0; j < n; j++) {
                float slope = 1f - Math.abs(y[yOffset + j]);
                dy[dyOffset + j] *= slope * slope;
            }
        }
    },

    /** No function: y = x, y' = 1. */
    IDENTITY(ScalarFunction.IDENTITY) {
        @Override
        void forward(Kernels kernels, int n, float[] x, int offset) {
        }

        @Override
        void backward(Kernels kernels, int n, float[] y, int yOffset, float[] dy, int dyOffset) {
        }
    };

    private final ScalarFunction exact;

    CellActivation(ScalarFunction exact) {
        this.exact = exact;
    }

    /** The same function in double. */
    ScalarFunction exact() {
        return exact;
    }

    /** @param x {@code [n]}, overwritten by y */
    abstract void forward(Kernels kernels, int n, float[] x, int offset);

    /**
     * @param y  {@code [n]}, read
     * @param dy {@code [n]}, the gradient of y when read, overwritten by that of x
     */
    abstract void backward(Kernels kernels, int n, float[] y, int yOffset, float[] dy, int dyOffset);
}
