package dev.unroll.benchmark.contender;

/** A model on an engine that can do a {@link Workload}, from the weights that all start from. */
public interface Contender extends AutoCloseable {

    /** The outputs for the workload's batch, one per sequence. */
    float[] predict();

    /** One training step on that batch: forward, loss, backward, Adam. Returns the loss before the update. */
    double step();

    /** One inference pass over the batch, as {@link #predict} without handing out the result. */
    void infer();

    @Override
    void close();
}
