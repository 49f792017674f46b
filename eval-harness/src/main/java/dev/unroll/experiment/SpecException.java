package dev.unroll.experiment;

/**
 * An experiment that cannot be run as written. The message is one sentence for its author: file and line, what must
 * hold, what was received, what to do.
 */
public final class SpecException extends RuntimeException {

    public SpecException(String message) {
        super(message);
    }
}
