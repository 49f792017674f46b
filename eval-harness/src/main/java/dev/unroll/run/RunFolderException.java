package dev.unroll.run;

/** A folder that a run cannot use. The message is one sentence: what must hold, what was found, what to do. */
public final class RunFolderException extends RuntimeException {

    public RunFolderException(String message) {
        super(message);
    }

    public RunFolderException(String message, Throwable cause) {
        super(message, cause);
    }
}
