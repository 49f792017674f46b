package dev.unroll.optimizer;

import dev.unroll.model.Parameters;

/** Changes weights by their gradients. Made by {@link OptimizerSpec#create}; serves one model; not thread-safe. */
public interface Optimizer {

    /**
     * One update: gradients are read, values changed. State is made at the first step, so later ones allocate nothing.
     *
     * @param parameters   always of the same names and sizes
     * @param learningRate at least 0 and finite
     */
    void step(Parameters parameters, double learningRate);

    /** A copy of all that later steps depend on. */
    OptimizerState state();

    /** Goes on from a state that an optimizer of the same kind gave. */
    void restore(OptimizerState state);
}
