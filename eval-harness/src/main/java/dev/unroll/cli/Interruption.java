package dev.unroll.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** While open, makes Ctrl-C end work in an orderly way: ask it to stop, wait for it a moment, say what is left. */
final class Interruption implements AutoCloseable {

    private static final long MILLIS_TO_STOP = 1_800;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Runnable stop;
    private final Runnable farewell;
    private final Thread hook;

    Interruption(Runnable stop, Runnable farewell) {
        this.stop = stop;
        this.farewell = farewell;
        this.hook = new Thread(this::interrupt, "unroll-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** What Ctrl-C does. */
    void interrupt() {
        stop.run();
        try {
            ended.await(MILLIS_TO_STOP, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        farewell.run();
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is already ending, by way of the hook.
        }
    }
}
