package dev.unroll.benchmark.jmh;

import dev.unroll.kernel.Kernels;
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

/** Functions value by value and the cells of recurrent layers, on 16 rows of 128 units. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ElementwiseBenchmark {

    private static final int ROWS = 16;
    private static final int UNITS = 128;
    private static final int SIZE = ROWS * UNITS;

    @Param({"vector", "scalar"})
    String kernels;

    private Kernels chosen;
    private float[] x;
    private float[] y;
    private float[] sums;
    private float[] gates;
    private float[] cells;
    private float[] tanhCells;
    private float[] hidden;
    private float[] dCells;

    @Setup
    public void setUp() {
        chosen = KernelState.kernels(kernels);
        x = KernelState.uniform(SIZE);
        y = new float[SIZE];
        sums = KernelState.uniform(4 * SIZE);
        gates = sums.clone();
        cells = KernelState.uniform(2 * SIZE);
        tanhCells = KernelState.uniform(SIZE);
        hidden = new float[SIZE];
        dCells = new float[SIZE];
    }

    @Benchmark
    public float[] exp() {
        chosen.elementwise().exp(SIZE, x, 0, y, 0);
        return y;
    }

    @Benchmark
    public float[] tanh() {
        chosen.elementwise().tanh(SIZE, x, 0, y, 0);
        return y;
    }

    @Benchmark
    public float[] sigmoid() {
        chosen.elementwise().sigmoid(SIZE, x, 0, y, 0);
        return y;
    }

    @Benchmark
    public float[] gelu() {
        chosen.elementwise().gelu(SIZE, x, 0, y, 0);
        return y;
    }

    /** One step's cells; the copy restores the weighted sums that the kernel overwrites. */
    @Benchmark
    public float[] lstmCell() {
        System.arraycopy(sums, 0, gates, 0, gates.length);
        chosen.recurrent().lstmCell(ROWS, UNITS, gates, 0, cells, 0, cells, SIZE, tanhCells, 0, hidden, 0);
        return hidden;
    }

    /** One step's cells backward; the copy restores the gates that the kernel overwrites. */
    @Benchmark
    public float[] lstmCellBackward() {
        System.arraycopy(sums, 0, gates, 0, gates.length);
        chosen.recurrent().lstmCellBackward(ROWS, UNITS, gates, 0, cells, 0, tanhCells, 0, x, 0, dCells, 0);
        return gates;
    }
}
