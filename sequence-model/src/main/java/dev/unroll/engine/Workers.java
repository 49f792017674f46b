package dev.unroll.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed team of threads for work that falls into independent pieces: the caller and {@code threads - 1} daemons.
 *
 * <p>Pieces are handed out as threads become free. Nothing is ever summed across pieces, so neither their number nor who
 * does which can change a bit of a result. Between calls the daemons spin for a moment, since training calls again within
 * microseconds, and then sleep.
 *
 * <p>One caller at a time; a call from inside a piece runs its pieces in place. {@link #forEach} allocates nothing.
 */
public final class Workers implements AutoCloseable {

    /** One piece of work, known by its index. */
    @FunctionalInterface
    public interface Task {
        void run(int index);
    }

    private static final int SPINS_BEFORE_SLEEP = 20_000;

    private final Thread[] daemons;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private Task task;
    private int count;
    private boolean running;
    private volatile int round;
    private volatile boolean closed;

    /** @param threads at least 1; 1 starts no thread */
    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("the number of threads must be at least 1; got " + threads);
        }
        daemons = new Thread[threads - 1];
        for (int i = 0; i < daemons.length; i++) {
            daemons[i] = new Thread(this::work, "unroll-worker-" + (i + 1));
            daemons[i].setDaemon(true);
            daemons[i].start();
        }
    }

    /** Threads that take part, the caller among them. */
    public int threads() {
        return daemons.length + 1;
    }

    /**
     * Runs the task once for each index below {@code count} and returns when all are done.
     *
     * @throws RuntimeException what a piece threw, after the others have ended
     */
    public void forEach(int count, Task task) {
        if (daemons.length == 0 || count <= 1 || running || closed) {
            for (int i = 0; i < count; i++) {
                task.run(i);
            }
            return;
        }
        running = true;
        this.task = task;
        this.count = count;
        next.set(0);
        busy.set(daemons.length);
        round++;
        for (Thread daemon : daemons) {
            LockSupport.unpark(daemon);
        }
        takePieces();
        while (busy.get() > 0) {
            Thread.onSpinWait();
        }
        this.task = null;
        running = false;
        Throwable thrown = failure.getAndSet(null);
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        } else if (thrown instanceof Error error) {
            throw error;
        }
    }

    private void work() {
        int seen = 0;
        while (true) {
            int spins = 0;
            while (round == seen) {
                if (closed) {
                    return;
                }
                if (spins < SPINS_BEFORE_SLEEP) {
                    spins++;
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            seen = round;
            takePieces();
            busy.decrementAndGet();
        }
    }

    private void takePieces() {
        try {
            int index;
            while ((index = next.getAndIncrement()) < count) {
                task.run(index);
            }
        } catch (RuntimeException | Error thrown) {
            failure.compareAndSet(null, thrown);
        }
    }

    /** Ends the daemons; the caller does later work alone. */
    @Override
    public void close() {
        closed = true;
        for (Thread daemon : daemons) {
            LockSupport.unpark(daemon);
        }
    }
}
