package dev.unroll.lstm;

import dev.unroll.kernel.Kernels;

/** The function that bounds what a cell takes in, or what it shows; its derivative is taken from its value y. */
public enum CellActivation {

    /** The hyperbolic tangent, y' = 1 - y². */
    TANH {
        @Override
        void forward(Kernels kernels, int n, float[] x, int offset) {
            kernels.elementwise().tanh(n, x, offset, x, offset);
        }

        @Override
        void backward(Kernels kernels, int n, float[] y, int yOffset, float[] dy, int dyOffset) {
            kernels.recurrent().tanhBackward(n, y, yOffset, dy, dyOffset, dy, dyOffset);
        }
    },

    /** No function: y = x, y' = 1. */
    IDENTITY {
        @Override
        void forward(Kernels kernels, int n, float[] x, int offset) {
        }

        @Override
        void backward(Kernels kernels, int n, float[] y, int yOffset, float[] dy, int dyOffset) {
        }
    };

    /** @param x {@code [n]}, overwritten by y */
    abstract void forward(Kernels kernels, int n, float[] x, int offset);

    /**
     * @param y  {@code [n]}, read
     * @param dy {@code [n]}, the gradient of y when read, overwritten by that of x
     */
    abstract void backward(Kernels kernels, int n, float[] y, int yOffset, float[] dy, int dyOffset);
}
