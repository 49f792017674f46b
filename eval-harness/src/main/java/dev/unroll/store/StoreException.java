package dev.unroll.store;

/** A store that cannot be used. The message is one sentence: what must hold, what was found, what to do. */
public final class StoreException extends RuntimeException {

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
