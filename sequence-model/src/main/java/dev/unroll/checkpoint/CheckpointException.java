package dev.unroll.checkpoint;

/** A file that does not hold the weights it should. The message is one sentence: what must hold, what was received. */
public final class CheckpointException extends RuntimeException {

    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
