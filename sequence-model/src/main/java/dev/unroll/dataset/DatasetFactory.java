package dev.unroll.dataset;

import dev.unroll.random.Randomness;

/**
 * Makes datasets of one kind. Found through {@link java.util.ServiceLoader}: a dataset joins by being on the class path with
 * its factory named in {@code META-INF/services/dev.unroll.dataset.DatasetFactory}.
 *
 * @param <S> the record that holds the kind's parameters
 */
public interface DatasetFactory<S extends DatasetSpec> {

    /** The word by which an experiment names this kind, lower case: {@code adding}. */
    String kind();

    /** One line for {@code list datasets}. */
    String description();

    /** Where the data or the task's definition comes from, with its licence if it is data. */
    String source();

    /** The record that the keys of an experiment's dataset entry are bound to. */
    Class<S> specType();

    /**
     * The dataset, ready to give batches.
     *
     * @param randomness the only source of randomness for what is generated or split at random
     * @throws DataException if the data cannot be used; the message is one sentence for the user
     */
    SequenceDataset create(S spec, Randomness randomness);
}
