package dev.unroll.training;

/** Work that ended unfinished because a stop was requested. */
public final class StoppedException extends RuntimeException {

    public StoppedException() {
        super("stopped on request");
    }
}
