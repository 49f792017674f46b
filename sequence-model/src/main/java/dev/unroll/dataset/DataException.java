package dev.unroll.dataset;

/** Data that cannot be used as asked. The message is one sentence: what must hold, what was received, what to do. */
public final class DataException extends RuntimeException {

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
