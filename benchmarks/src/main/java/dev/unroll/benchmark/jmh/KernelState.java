package dev.unroll.benchmark.jmh;

import dev.unroll.kernel.Kernels;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;

/** What the benchmarks' states share. */
final class KernelState {

    private KernelState() {
    }

    /** The kernels of that name: {@code scalar} or {@code vector}. */
    static Kernels kernels(String name) {
        return name.equals("scalar") ? Kernels.scalar() : Kernels.vector();
    }

    /** n values uniform from -1 to 1. */
    static float[] uniform(int n) {
        RandomStream stream = Randomness.of(n, Purpose.PROBE).stream();
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = stream.nextUniform(-1, 1);
        }
        return values;
    }
}
