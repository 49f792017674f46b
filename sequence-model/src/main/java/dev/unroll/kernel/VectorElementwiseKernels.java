package dev.unroll.kernel;

import static dev.unroll.kernel.VectorMath.LANES;
import static dev.unroll.kernel.VectorMath.all;
import static dev.unroll.kernel.VectorMath.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** {@link ElementwiseKernels} on vectors; what is left over at the end goes to the plain loops. */
final class VectorElementwiseKernels implements ElementwiseKernels {

    private static final int CHUNK_SIZE = 256;
    /** Per thread: φ of a chunk, then Φ of it. */
    private static final ThreadLocal<float[]> CHUNK = ThreadLocal.withInitial(() -> new float[2 * CHUNK_SIZE]);

    /**
     * One of the passes of {@link #geluBackward} over a chunk. Being one implementation of three keeps it from being
     * inlined: φ and Φ are more than the compiler inlines into one method, and what it leaves out allocates its
     * vectors.
     */
    private interface SlopePass {
        void over(int n, float[] x, int xOffset, float[] chunk, float[] dy, int dyOffset, float[] dx, int dxOffset);
    }

    private final SlopePass[] slopePasses = {VectorElementwiseKernels::densities,
            VectorElementwiseKernels::probabilities, VectorElementwiseKernels::timesSlope};
    private final ElementwiseKernels tail = new ScalarElementwiseKernels();

    @Override
    public void exp(int n, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            VectorMath.exp(load(x, xOffset + i)).intoArray(y, yOffset + i);
        }
        tail.exp(n - whole, x, xOffset + whole, y, yOffset + whole);
    }

    @Override
    public void tanh(int n, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            VectorMath.tanh(load(x, xOffset + i)).intoArray(y, yOffset + i);
        }
        tail.tanh(n - whole, x, xOffset + whole, y, yOffset + whole);
    }

    @Override
    public void sigmoid(int n, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            VectorMath.sigmoid(load(x, xOffset + i)).intoArray(y, yOffset + i);
        }
        tail.sigmoid(n - whole, x, xOffset + whole, y, yOffset + whole);
    }

    @Override
    public void relu(int n, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            load(x, xOffset + i).max(0f).intoArray(y, yOffset + i);
        }
        tail.relu(n - whole, x, xOffset + whole, y, yOffset + whole);
    }

    @Override
    public void reluBackward(int n, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            all(0f).blend(load(dy, dyOffset + i), load(y, yOffset + i).compare(VectorOperators.GT, 0f))
                    .intoArray(dx, dxOffset + i);
        }
        tail.reluBackward(n - whole, y, yOffset + whole, dy, dyOffset + whole, dx, dxOffset + whole);
    }

    @Override
    public void gelu(int n, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            VectorMath.gelu(load(x, xOffset + i)).intoArray(y, yOffset + i);
        }
        tail.gelu(n - whole, x, xOffset + whole, y, yOffset + whole);
    }

    @Override
    public void geluBackward(int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        float[] chunk = CHUNK.get();
        int whole = n - n % LANES;
        for (int from = 0; from < whole; from += CHUNK_SIZE) {
            int size = Math.min(whole - from, CHUNK_SIZE);
            for (SlopePass pass : slopePasses) {
                pass.over(size, x, xOffset + from, chunk, dy, dyOffset + from, dx, dxOffset + from);
            }
        }
        tail.geluBackward(n - whole, x, xOffset + whole, dy, dyOffset + whole, dx, dxOffset + whole);
    }

    private static void densities(int n, float[] x, int xOffset, float[] chunk, float[] dy, int dyOffset, float[] dx,
            int dxOffset) {
        for (int i = 0; i < n; i += LANES) {
            VectorMath.normalDensity(load(x, xOffset + i)).intoArray(chunk, i);
        }
    }

    private static void probabilities(int n, float[] x, int xOffset, float[] chunk, float[] dy, int dyOffset,
            float[] dx, int dxOffset) {
        for (int i = 0; i < n; i += LANES) {
            VectorMath.normalCdf(load(x, xOffset + i)).intoArray(chunk, CHUNK_SIZE + i);
        }
    }

    private static void timesSlope(int n, float[] x, int xOffset, float[] chunk, float[] dy, int dyOffset, float[] dx,
            int dxOffset) {
        for (int i = 0; i < n; i += LANES) {
            load(chunk, i).fma(load(x, xOffset + i), load(chunk, CHUNK_SIZE + i)).mul(load(dy, dyOffset + i))
                    .intoArray(dx, dxOffset + i);
        }
    }

    @Override
    public void geluTanh(int n, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            FloatVector v = load(x, xOffset + i);
            FloatVector t = VectorMath.tanh(VectorMath.geluTanhArgument(v));
            FloatVector half = v.mul(0.5f);
            half.fma(t, half).intoArray(y, yOffset + i);
        }
        tail.geluTanh(n - whole, x, xOffset + whole, y, yOffset + whole);
    }

    @Override
    public void geluTanhBackward(int n, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            FloatVector v = load(x, xOffset + i);
            FloatVector t = VectorMath.tanh(VectorMath.geluTanhArgument(v));
            VectorMath.geluTanhDerivative(v, t).mul(load(dy, dyOffset + i)).intoArray(dx, dxOffset + i);
        }
        tail.geluTanhBackward(n - whole, x, xOffset + whole, dy, dyOffset + whole, dx, dxOffset + whole);
    }

    @Override
    public void swiGlu(int n, float[] g, int gOffset, float[] u, int uOffset, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            FloatVector gate = load(g, gOffset + i);
            gate.mul(VectorMath.sigmoid(gate)).mul(load(u, uOffset + i)).intoArray(y, yOffset + i);
        }
        tail.swiGlu(n - whole, g, gOffset + whole, u, uOffset + whole, y, yOffset + whole);
    }

    @Override
    public void swiGluBackward(int n, float[] g, int gOffset, float[] u, int uOffset, float[] dy, int dyOffset,
            float[] dg, int dgOffset, float[] du, int duOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            FloatVector gate = load(g, gOffset + i);
            FloatVector sigmoid = VectorMath.sigmoid(gate);
            FloatVector d = load(dy, dyOffset + i);
            d.mul(load(u, uOffset + i)).mul(sigmoid.mul(gate.fma(all(1f).sub(sigmoid), all(1f))))
                    .intoArray(dg, dgOffset + i);
            d.mul(gate.mul(sigmoid)).intoArray(du, duOffset + i);
        }
        tail.swiGluBackward(n - whole, g, gOffset + whole, u, uOffset + whole, dy, dyOffset + whole, dg,
                dgOffset + whole, du, duOffset + whole);
    }

    @Override
    public void add(int n, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            load(y, yOffset + i).add(load(x, xOffset + i)).intoArray(y, yOffset + i);
        }
        tail.add(n - whole, x, xOffset + whole, y, yOffset + whole);
    }

    @Override
    public void multiply(int n, float[] x, int xOffset, float[] z, int zOffset, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            load(x, xOffset + i).mul(load(z, zOffset + i)).intoArray(y, yOffset + i);
        }
        tail.multiply(n - whole, x, xOffset + whole, z, zOffset + whole, y, yOffset + whole);
    }

    @Override
    public void scale(int n, float factor, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            load(x, xOffset + i).mul(factor).intoArray(y, yOffset + i);
        }
        tail.scale(n - whole, factor, x, xOffset + whole, y, yOffset + whole);
    }

    @Override
    public void multiplyAdd(int n, float factor, float[] x, int xOffset, float[] y, int yOffset) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            load(x, xOffset + i).fma(all(factor), load(y, yOffset + i)).intoArray(y, yOffset + i);
        }
        tail.multiplyAdd(n - whole, factor, x, xOffset + whole, y, yOffset + whole);
    }
}
