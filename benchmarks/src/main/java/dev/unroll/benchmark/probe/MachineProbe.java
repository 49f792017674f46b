package dev.unroll.benchmark.probe;

import dev.unroll.kernel.Kernels;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * The measured limits of this machine, for one thread and for all: multiply-adds per second in registers, with the
 * widest vectors that Java uses here, and bytes per second from and to memory. What a process prints, line by line:
 *
 * <pre>
 * KERNELS
 * THREADS GFLOP_PER_SECOND GIGABYTES_PER_SECOND
 * </pre>
 *
 * <p>The first line describes the kernels that this engine chooses here.
 */
public final class MachineProbe {

    private static final int ROUNDS = 4_000_000;
    private static final int TRIALS = 25;
    /** Floats of an array that no cache holds. */
    private static final int FAR = 1 << 25;

    private static volatile float sink;

    private MachineProbe() {
    }

    /** Measures 1 thread and as many as there are processors. */
    public static void main(String[] arguments) throws InterruptedException {
        System.out.println(Kernels.chosen().description());
        int processors = Runtime.getRuntime().availableProcessors();
        for (int threads = 1; threads <= processors; threads += Math.max(1, processors - 1)) {
            double flops = fastest(threads, index -> sink = FmaChains.run(ROUNDS, 0.5f, 0.25f));
            float[][] from = new float[threads][FAR / processors];
            float[][] to = new float[threads][FAR / processors];
            double copies = fastest(threads,
                    index -> System.arraycopy(from[index], 0, to[index], 0, from[index].length));
            System.out.printf(Locale.ROOT, "%d %.1f %.1f%n", threads,
                    threads * FmaChains.operations(ROUNDS) / flops, threads * 8.0 * from[0].length / copies);
        }
    }

    private interface Work {
        void run(int thread);
    }

    /** Nanoseconds of the fastest of several trials in which all threads do the work at the same time. */
    private static double fastest(int threads, Work work) throws InterruptedException {
        double best = Double.POSITIVE_INFINITY;
        for (int trial = 0; trial < TRIALS; trial++) {
            CountDownLatch ready = new CountDownLatch(threads);
            CountDownLatch go = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(threads);
            for (int t = 0; t < threads; t++) {
                int index = t;
                new Thread(() -> {
                    ready.countDown();
                    try {
                        go.await();
                        work.run(index);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    done.countDown();
                }).start();
            }
            ready.await();
            long start = System.nanoTime();
            go.countDown();
            done.await();
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }
}
