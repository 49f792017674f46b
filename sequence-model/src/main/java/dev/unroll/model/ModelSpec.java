package dev.unroll.model;

/**
 * The hyperparameters of a model: a record whose components are the keys a user writes in an experiment.
 *
 * <p>A component that may be left out has a boxed or reference type; the record's compact constructor puts the default in
 * place of {@code null} and refuses impossible values with an {@link IllegalArgumentException} whose message says what must
 * hold, what was received and what to do. There is no other place for a default.
 */
public interface ModelSpec {

    /** What computes the model. */
    default ModelEngine engine() {
        return ModelEngine.NATIVE;
    }
}
