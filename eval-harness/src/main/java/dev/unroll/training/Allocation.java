package dev.unroll.training;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What threads have allocated: objects that never die again make it a measure of the memory that something needs. */
public final class Allocation {

    private Allocation() {
    }

    /** Bytes allocated by the calling thread since it began; 0 where the virtual machine does not count them. */
    public static long ofThisThread() {
        return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
                ? Math.max(0, threads.getThreadAllocatedBytes(Thread.currentThread().getId())) : 0;
    }
}
