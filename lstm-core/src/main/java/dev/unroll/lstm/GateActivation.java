package dev.unroll.lstm;

import dev.unroll.kernel.Kernels;
import dev.unroll.recurrent.ScalarFunction;

/** The function that makes a gate of its weighted sum; its derivative is taken from its value y, between 0 and 1. */
public enum GateActivation {

    /** The logistic function, y' = y - y². */
    SIGMOID(ScalarFunction.SIGMOID) {
        @Override
        void forward(Kernels kernels, int n, float[] x, int offset) {
            kernels.elementwise().sigmoid(n, x, offset, x, offset);
        }

        @Override
        void backward(int n, float[] y, int yOffset, float[] dy, int dyOffset) {
            for (int j = 0; j < n; j++) {
                float value = y[yOffset + j];
                dy[dyOffset + j] *= Math.fma(-value, value, value);
            }
        }
    },

    /**
     * x/6 + 1/2 between 0 and 1, y' = 1/6 there and 0 outside: {@code torch.nn.Hardsigmoid} and Keras 3. (Keras 2 and
     * the default of ONNX have the slope 0.2 instead.)
     */
    HARD_SIGMOID(ScalarFunction.HARD_SIGMOID) {
        @Override
        void forward(Kernels kernels, int n, float[] x, int offset) {
            for (int j = offset; j < offset + n; j++) {
                x[j] = Math.min(Math.max(Math.fma(x[j], SLOPE, 0.5f), 0f), 1f);
            }
        }

        @Override
        void backward(int n, float[] y, int yOffset, float[] dy, int dyOffset) {
            for (int j = 0; j < n; j++) {
                float value = y[yOffset + j];
                dy[dyOffset + j] *= value > 0f && value < 1f ? SLOPE : 0f;
            }
        }
    };

    private static final float SLOPE = 1f / 6f;

    private final ScalarFunction exact;

    GateActivation(ScalarFunction exact) {
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
    abstract void backward(int n, float[] y, int yOffset, float[] dy, int dyOffset);
}
