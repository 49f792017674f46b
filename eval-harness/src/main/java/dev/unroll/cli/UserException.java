package dev.unroll.cli;

/** What the user can put right. The message is one sentence: what must hold, what was received, what to do. */
public final class UserException extends RuntimeException {

    public UserException(String message) {
        super(message);
    }
}
