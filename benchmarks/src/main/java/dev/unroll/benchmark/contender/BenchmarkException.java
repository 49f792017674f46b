package dev.unroll.benchmark.contender;

/** A measurement that cannot be made; the message is one sentence for the user. */
public final class BenchmarkException extends RuntimeException {

    public BenchmarkException(String message) {
        super(message);
    }
}
