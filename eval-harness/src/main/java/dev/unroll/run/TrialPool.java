package dev.unroll.run;

import dev.unroll.training.StopSignal;
import dev.unroll.training.StoppedException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Works on a few threads until there is nothing more to take. Keeps nothing of what it worked on. */
final class TrialPool {

    private static final long GRACE_MILLIS = 1500;
    private static final long POLL_MILLIS = 50;

    private TrialPool() {
    }

    /**
     * Returns when nothing is left, or soon after a stop was requested, even if work goes on: it must then leave no
     * trace.
     *
     * @param next asked by a thread that is free; may wait; empty if there will be nothing more
     * @param work throws {@link StoppedException} if it ends unfinished because of the stop; anything else it throws
     *             ends everything and is thrown here
     */
    static <P> void run(int jobs, StopSignal stop, Supplier<Optional<P>> next, Consumer<P> work) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch running = new CountDownLatch(jobs);
        for (int i = 0; i < jobs; i++) {
            Thread thread = new Thread(() -> {
                try {
                    Optional<P> piece;
                    while (!stop.requested() && (piece = next.get()).isPresent()) {
                        work.accept(piece.get());
                    }
                } catch (StoppedException e) {
                    // Asked for; what it worked on stays unfinished.
                } catch (RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                    stop.request();
                } finally {
                    running.countDown();
                }
            }, "unroll-trial-" + (i + 1));
            thread.setDaemon(true);
            thread.start();
        }
        await(running, stop);
        if (failure.get() instanceof RuntimeException exception) {
            throw exception;
        } else if (failure.get() instanceof Error error) {
            throw error;
        }
    }

    private static void await(CountDownLatch running, StopSignal stop) {
        try {
            while (!running.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                if (stop.requested()) {
                    running.await(GRACE_MILLIS, TimeUnit.MILLISECONDS);
                    return;
                }
            }
        } catch (InterruptedException e) {
            stop.request();
            Thread.currentThread().interrupt();
        }
    }
}
