package dev.unroll.model;

import dev.unroll.engine.Engine;
import dev.unroll.random.Randomness;

/**
 * Makes models of one kind. Found through {@link java.util.ServiceLoader}: a model joins every comparison by being on the
 * class path with its factory named in {@code META-INF/services/dev.unroll.model.ModelFactory}.
 *
 * @param <S> the record that holds the kind's hyperparameters
 */
public interface ModelFactory<S extends ModelSpec> {

    /** The word by which an experiment names this kind, lower case: {@code lstm}. */
    String kind();

    /** One line for {@code list models}. */
    String description();

    /** The record that the keys of an experiment's model entry are bound to. */
    Class<S> specType();

    /**
     * A freshly initialized model.
     *
     * @param initialization the only source of randomness for the initial weights
     * @throws IllegalArgumentException if the kind cannot do this task; the message says why
     */
    SequenceModel create(S spec, Task task, Randomness initialization, Engine engine);
}
