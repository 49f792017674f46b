package dev.unroll.benchmark.contender;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Bytes that the threads of this process have allocated on the Java heap so far; asking allocates nothing. */
public final class AllocationMeter {

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final long[] ids = threads.getAllThreadIds();

    /** The threads that live when the meter is made are those it looks at. */
    public AllocationMeter() {
    }

    /** Bytes since each thread began. */
    public long bytes() {
        long sum = 0;
        for (long id : ids) {
            sum += Math.max(0, threads.getThreadAllocatedBytes(id));
        }
        return sum;
    }
}
