package dev.unroll.model;

import dev.unroll.engine.Engine;

/**
 * Another engine behind the contract. Found through {@link java.util.ServiceLoader}: named in
 * {@code META-INF/services/dev.unroll.model.EngineProvider}.
 */
public interface EngineProvider {

    /** The word by which a spec names it. */
    ModelEngine engine();

    /**
     * Refuses what this engine cannot compute, whatever the task.
     *
     * @throws IllegalArgumentException in one sentence: what must hold, what was received, what to do
     */
    void require(ModelSpec spec);

    /**
     * A model of the same spec and task that computes the same function.
     *
     * @param model  whose parameters it shares: it reads their values anew in every call and writes their gradients
     * @param engine says how many threads it may use
     * @throws IllegalArgumentException as {@link #require}, or if it cannot do the task
     */
    SequenceModel create(SequenceModel model, Engine engine);
}
