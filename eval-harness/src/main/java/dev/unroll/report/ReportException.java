package dev.unroll.report;

/** A folder a report can't be made from; the message is one sentence for the user. */
public final class ReportException extends RuntimeException {

    ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
