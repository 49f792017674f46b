package dev.unroll.benchmark.probe;

import dev.unroll.kernel.Kernels;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * The measured limits of this machine, for one thread and for all: multiply-adds per second in registers, with the
 * widest vectors that Java uses here, what part of that is kept up over seconds, and bytes per second from and to
 * memory. What the process prints, line by line:
 *
 * <pre>
 * KERNELS
 * THREADS GFLOP_PER_SECOND SUSTAINED GIGABYTES_PER_SECOND
 * </pre>
 *
 * <p>The first line describes the kernels that this engine chooses here.
 */
public final class MachineProbe {

    /** Some 100 microseconds of multiply-adds: the system seldom interrupts so short a time. */
    private static final int ROUNDS = 100_000;
    private static final long SUSTAINED_NANOS = 3_000_000_000L;
    private static final int COPIES = 25;
    /** Floats of each thread's arrays, which no cache holds. */
    private static final int FAR = 1 << 24;

    private static volatile float sink;

    private MachineProbe() {
    }

    /** Megabytes of heap that so many threads need. */
    public static int megabytes(int threads) {
        return 256 + 2 * threads * (FAR >> 18);
    }

    /** Measures 1 thread and as many as there are processors. */
    public static void main(String[] arguments) throws InterruptedException {
        System.out.println(Kernels.chosen().description());
        // Compiled before any thread starts.
        for (int i = 0; i < 100; i++) {
            sink = FmaChains.run(ROUNDS, 0.5f, 0.25f);
        }
        int processors = Runtime.getRuntime().availableProcessors();
        for (int threads = 1; threads <= processors; threads += Math.max(1, processors - 1)) {
            double[] peak = new double[threads];
            double[] mean = new double[threads];
            together(threads, t -> multiplyAdds(t, peak, mean));
            double[] copied = new double[threads];
            together(threads, t -> copies(t, copied));
            System.out.printf(Locale.ROOT, "%d %.1f %.2f %.1f%n", threads, sum(peak), sum(mean) / sum(peak),
                    sum(copied));
        }
    }

    /** Rates of a thread in 10⁹ operations per second: of the fastest tenth of its runs, and of all its time. */
    private static void multiplyAdds(int thread, double[] peak, double[] mean) {
        long[] nanos = new long[1 << 16];
        int count = 0;
        long start = System.nanoTime();
        long before = start;
        while (before - start < SUSTAINED_NANOS && count < nanos.length) {
            sink = FmaChains.run(ROUNDS, 0.5f, 0.25f);
            long after = System.nanoTime();
            nanos[count++] = after - before;
            before = after;
        }
        Arrays.sort(nanos, 0, count);
        peak[thread] = FmaChains.operations(ROUNDS) / nanos[count / 10];
        mean[thread] = FmaChains.operations(ROUNDS) * count / (before - start);
    }

    /** The rate of a thread's fastest copy in 10⁹ bytes per second, read and written. */
    private static void copies(int thread, double[] rates) {
        float[] from = new float[FAR];
        float[] to = new float[FAR];
        for (int i = 0; i < COPIES; i++) {
            long start = System.nanoTime();
            System.arraycopy(from, 0, to, 0, FAR);
            rates[thread] = Math.max(rates[thread], 8.0 * FAR / (System.nanoTime() - start));
        }
    }

    private static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }

    private static void together(int threads, IntConsumer work) throws InterruptedException {
        Thread[] team = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            int index = t;
            team[t] = new Thread(() -> work.accept(index));
            team[t].start();
        }
        for (Thread thread : team) {
            thread.join();
        }
    }
}
