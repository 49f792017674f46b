package dev.unroll.training;

/** A request from any thread to end training soon. Once made, it stays. */
public final class StopSignal {

    private volatile boolean requested;

    public void request() {
        requested = true;
    }

    public boolean requested() {
        return requested;
    }

    /** Called between updates and between batches of an evaluation. */
    void check() {
        if (requested) {
            throw new StoppedException();
        }
    }
}
