package dev.unroll.dataset;

/**
 * The parameters of a dataset: a record whose components are the keys a user writes in an experiment. The rules of
 * {@link dev.unroll.model.ModelSpec} on defaults and impossible values hold here too.
 */
public interface DatasetSpec {
}
