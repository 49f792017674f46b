package dev.unroll.benchmark.jmh;

import dev.unroll.kernel.MatrixKernels;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Matrix products at the sizes of an LSTM with {@code size} units: a batch of 16 rows, as one of two threads has of 32.
 * A product has {@code 2 * 16 * size * 4 size} operations, the weights' gradient over 256 rows 16 times as many.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MatrixBenchmark {

    private static final int ROWS = 16;
    private static final int GRADIENT_ROWS = 256;

    @Param({"vector", "scalar"})
    String kernels;

    @Param({"64", "128", "256"})
    int size;

    private MatrixKernels matrix;
    private float[] state;
    private float[] weights;
    private float[] packed;
    private float[] sums;
    private float[] gradient;

    @Setup
    public void setUp() {
        matrix = KernelState.kernels(kernels).matrix();
        state = KernelState.uniform(GRADIENT_ROWS * size);
        weights = KernelState.uniform(size * 4 * size);
        sums = KernelState.uniform(GRADIENT_ROWS * 4 * size);
        gradient = new float[size * 4 * size];
        packed = new float[matrix.packedLength(size, 4 * size)];
        matrix.pack(size, 4 * size, weights, 0, 4 * size, packed, 0);
    }

    /** The recurrent product of one step. */
    @Benchmark
    public float[] recurrentProduct() {
        matrix.multiply(ROWS, 4 * size, size, state, 0, size, packed, 0, sums, 0, 4 * size);
        return sums;
    }

    /** The gradient of the recurrent weights over 256 rows. */
    @Benchmark
    public float[] weightGradient() {
        matrix.multiplyTransposedAdd(size, 4 * size, GRADIENT_ROWS, state, 0, size, sums, 0, 4 * size, gradient, 0,
                4 * size);
        return gradient;
    }

    /** Packing the recurrent weights, once per training step. */
    @Benchmark
    public float[] pack() {
        matrix.pack(size, 4 * size, weights, 0, 4 * size, packed, 0);
        return packed;
    }
}
