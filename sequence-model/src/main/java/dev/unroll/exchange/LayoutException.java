package dev.unroll.exchange;

/** A model that a layout cannot hold. The message is one sentence: what must hold, what was received. */
public final class LayoutException extends RuntimeException {

    public LayoutException(String message) {
        super(message);
    }
}
