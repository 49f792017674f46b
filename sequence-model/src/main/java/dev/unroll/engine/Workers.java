package dev.unroll.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed team of threads for work that falls into independent pieces: the caller and {@code threads - 1} daemons.
 *
 * <p>Each thread has a home among the pieces, always the same part of them, and helps out elsewhere when it is done there:
 * what a thread wrote in one call lies in its cache in the next, and to fetch it from another core's takes as long as
 * hundreds of multiply-adds. Nothing is ever summed across pieces, so neither their number nor who does which can change a
 * bit of a result. Between calls the daemons spin for a moment, since training calls again within microseconds and
 * to wake a sleeper takes tens of them, and then sleep.
 *
 * <p>One caller at a time; a call from inside a piece runs its pieces in place. {@link #forEach} allocates nothing.
 */
public final class Workers implements AutoCloseable {

    /** One piece of work, known by its index. */
    @FunctionalInterface
    public interface Task {
        void run(int index);
    }

    private static final long NANOS_BEFORE_SLEEP = 1_000_000;
    private static final int SPINS_BETWEEN_LOOKS_AT_THE_CLOCK = 256;
    /** Integers from one thread's counter to the next, so that no two share a line of the cache or a pair of lines. */
    private static final int SPACING = 32;

    private final Thread[] daemons;
    /** The next piece of each thread's home. */
    private final AtomicIntegerArray next;
    /** Whether each daemon sleeps or is about to; the caller's place is unused. */
    private final AtomicIntegerArray asleep;
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
        next = new AtomicIntegerArray((threads + 1) * SPACING);
        asleep = new AtomicIntegerArray((threads + 1) * SPACING);
        for (int i = 0; i < daemons.length; i++) {
            int member = i + 1;
            daemons[i] = new Thread(() -> work(member), "unroll-worker-" + member);
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
        for (int member = 0; member <= daemons.length; member++) {
            next.set(place(member), home(member));
        }
        busy.set(daemons.length);
        round++;
        for (int member = 1; member <= daemons.length; member++) {
            if (asleep.get(place(member)) != 0) {
                LockSupport.unpark(daemons[member - 1]);
            }
        }
        takePieces(0);
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

    private static int place(int member) {
        return (member + 1) * SPACING;
    }

    /** The first piece of a thread's home; that of the thread after the last is where the pieces end. */
    private int home(int member) {
        return (int) ((long) count * member / threads());
    }

    private void work(int member) {
        int seen = 0;
        while (true) {
            awaitRound(member, seen);
            if (closed && round == seen) {
                return;
            }
            seen = round;
            takePieces(member);
            busy.decrementAndGet();
        }
    }

    private void awaitRound(int member, int seen) {
        long since = System.nanoTime();
        int spins = 0;
        while (round == seen && !closed) {
            Thread.onSpinWait();
            if (++spins % SPINS_BETWEEN_LOOKS_AT_THE_CLOCK == 0 && System.nanoTime() - since > NANOS_BEFORE_SLEEP) {
                sleep(member, seen);
            }
        }
    }

    /** Whoever begins a round after asleep is set sees it and wakes this thread; a round begun before is seen here. */
    private void sleep(int member, int seen) {
        asleep.set(place(member), 1);
        while (round == seen && !closed) {
            LockSupport.park(this);
        }
        asleep.set(place(member), 0);
    }

    private void takePieces(int member) {
        try {
            for (int i = 0; i < threads(); i++) {
                takePiecesOf((member + i) % threads());
            }
        } catch (RuntimeException | Error thrown) {
            failure.compareAndSet(null, thrown);
        }
    }

    private void takePiecesOf(int member) {
        int place = place(member);
        int end = home(member + 1);
        while (next.get(place) < end) {
            int index = next.getAndIncrement(place);
            if (index < end) {
                task.run(index);
            }
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
