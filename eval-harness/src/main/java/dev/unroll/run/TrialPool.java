package dev.unroll.run;

import dev.unroll.training.StopSignal;
import dev.unroll.training.StoppedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/** Works through a list on a few threads, in order of the list as threads become free. */
final class TrialPool {

    private static final long GRACE_MILLIS = 1500;
    private static final long POLL_MILLIS = 50;

    private TrialPool() {
    }

    /**
     * Returns when all is done, or soon after a stop was requested, even if work goes on: it must then leave no trace.
     *
     * @param work throws {@link StoppedException} if it ends unfinished because of the stop; anything else it throws
     *             ends everything and is thrown here
     * @return in the order of the list; empty if stopped before all was done
     */
    static <P, R> Optional<List<R>> run(List<P> pieces, int jobs, StopSignal stop, Function<P, R> work) {
        AtomicReferenceArray<R> results = new AtomicReferenceArray<>(pieces.size());
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicInteger next = new AtomicInteger();
        int threads = Math.min(jobs, pieces.size());
        CountDownLatch running = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                try {
                    int index;
                    while (!stop.requested() && (index = next.getAndIncrement()) < pieces.size()) {
                        results.set(index, work.apply(pieces.get(index)));
                    }
                } catch (StoppedException e) {
                    // Asked for; the result stays missing.
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
        return collect(results);
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

    private static <R> Optional<List<R>> collect(AtomicReferenceArray<R> results) {
        List<R> list = new ArrayList<>();
        for (int i = 0; i < results.length(); i++) {
            R result = results.get(i);
            if (result == null) {
                return Optional.empty();
            }
            list.add(result);
        }
        return Optional.of(list);
    }
}
