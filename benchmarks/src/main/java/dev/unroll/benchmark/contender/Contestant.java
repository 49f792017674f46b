package dev.unroll.benchmark.contender;

/** A {@link Side} at work on a workload, as the driver sees it. */
public interface Contestant extends AutoCloseable {

    Side side();

    /** The outputs for the batch, then the losses of so many training steps. */
    double[] check(int steps);

    /** Training steps for so long: the first decile of their times, in milliseconds. */
    double train(long millis);

    /** Inference passes for so long: the same. */
    double infer(long millis);

    /** Bytes on the Java heap of so many training steps, or inference passes, together. */
    long allocated(int steps, boolean inference);

    /** Bytes of the Java heap that the model and its buffers hold. */
    long memory();

    @Override
    void close();
}
