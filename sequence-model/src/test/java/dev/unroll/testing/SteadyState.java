package dev.unroll.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Whether work that is done again and again allocates on the Java heap, on the calling thread and on all threads that
 * were started since this was made.
 *
 * <p>The virtual machine allocates for itself on the threads it finds: when it first sends a method of a class to the
 * optimizing compiler, it makes the class's string constants, on the thread that made the method hot. That is done once
 * per class, after some dozens to thousands of steps. So what is asked for is so many steps in a row that allocate
 * nothing, every one of them, within a limit; work that allocates even in one step of a hundred never gives them.
 */
public final class SteadyState {

    private static final int QUIET_STEPS = 100;
    private static final int MOST_STEPS = 20 * QUIET_STEPS;

    private final ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final long[] before = bean.getAllThreadIds();
    private long[] threads;

    /** Must precede the engine whose threads are to be watched. */
    public SteadyState() {
    }

    /** Fails unless the step comes to allocate nothing. */
    public void assertAllocatesNothing(Runnable step) {
        step.run();
        threads = LongStream.concat(LongStream.of(Thread.currentThread().getId()),
                Arrays.stream(bean.getAllThreadIds()).filter(id -> Arrays.stream(before).noneMatch(b -> b == id)))
                .toArray();
        int quiet = 0;
        int steps = 0;
        long latest = 0;
        while (quiet < QUIET_STEPS && steps < MOST_STEPS) {
            long start = bytes();
            step.run();
            long allocated = bytes() - start;
            latest = allocated == 0 ? latest : allocated;
            quiet = allocated == 0 ? quiet + 1 : 0;
            steps++;
        }
        assertThat(quiet).as("steps in a row that allocate nothing, of %d on %d threads; one allocated %d bytes", steps,
                threads.length, latest).isEqualTo(QUIET_STEPS);
    }

    private long bytes() {
        long sum = 0;
        for (long thread : threads) {
            sum += bean.getThreadAllocatedBytes(thread);
        }
        return sum;
    }
}
