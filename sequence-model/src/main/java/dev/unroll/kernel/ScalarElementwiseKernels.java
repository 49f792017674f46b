package dev.unroll.kernel;

/** The plain loops that define {@link ElementwiseKernels}. */
final class ScalarElementwiseKernels implements ElementwiseKernels {

    @Override
    public void exp(int n, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = FloatMath.exp(x[xOffset + i]);
        }
    }

    @Override
    public void tanh(int n, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = FloatMath.tanh(x[xOffset + i]);
        }
    }

    @Override
    public void sigmoid(int n, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = FloatMath.sigmoid(x[xOffset + i]);
        }
    }

    @Override
    public void relu(int n, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = Math.max(x[xOffset + i], 0f);
        }
    }

    @Override
    public void reluBackward(int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int i = 0; i < n; i++) {
            dx[dxOffset + i] = y[yOffset + i] > 0f ? dy[dyOffset + i] : 0f;
        }
    }

    @Override
    public void gelu(int n, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = FloatMath.gelu(x[xOffset + i]);
        }
    }

    @Override
    public void geluBackward(int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int i = 0; i < n; i++) {
            dx[dxOffset + i] = dy[dyOffset + i] * FloatMath.geluDerivative(x[xOffset + i]);
        }
    }

    @Override
    public void geluTanh(int n, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = FloatMath.geluTanh(x[xOffset + i]);
        }
    }

    @Override
    public void geluTanhBackward(int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int i = 0; i < n; i++) {
            dx[dxOffset + i] = dy[dyOffset + i] * FloatMath.geluTanhDerivative(x[xOffset + i]);
        }
    }

    @Override
    public void swiGlu(int n, float[] g, int gOffset, float[] u, int uOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            float gate = g[gOffset + i];
            y[yOffset + i] = gate * FloatMath.sigmoid(gate) * u[uOffset + i];
        }
    }

    @Override
    public void swiGluBackward(int n, float[] g, int gOffset, float[] u, int uOffset, float[] dy, int dyOffset,
            float[] dg, int dgOffset, float[] du, int duOffset) {
        for (int i = 0; i < n; i++) {
            float gate = g[gOffset + i];
            float sigmoid = FloatMath.sigmoid(gate);
            float d = dy[dyOffset + i];
            dg[dgOffset + i] = d * u[uOffset + i] * (sigmoid * Math.fma(gate, 1f - sigmoid, 1f));
            du[duOffset + i] = d * (gate * sigmoid);
        }
    }

    @Override
    public void add(int n, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] += x[xOffset + i];
        }
    }

    @Override
    public void multiply(int n, float[] x, int xOffset, float[] z, int zOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = x[xOffset + i] * z[zOffset + i];
        }
    }

    @Override
    public void scale(int n, float factor, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = factor * x[xOffset + i];
        }
    }

    @Override
    public void multiplyAdd(int n, float factor, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = Math.fma(factor, x[xOffset + i], y[yOffset + i]);
        }
    }
}
