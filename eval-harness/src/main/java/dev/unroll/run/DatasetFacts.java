package dev.unroll.run;

import dev.unroll.dataset.DataException;
import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.experiment.ExperimentSpec.DatasetEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecException;
import dev.unroll.run.RunResults.DatasetResult;
import java.util.Optional;

/** What a kind of dataset is with all its defaults: its task, its size and what its baselines score. */
public final class DatasetFacts {

    private static final long DATA_SEED = 1;

    private DatasetFacts() {
    }

    /**
     * A dataset with what is known of it.
     *
     * @param facts its task and size, and what its baselines score on the test part
     */
    public record Made(DatasetResult facts, SequenceDataset data) {
    }

    /**
     * Generates or loads a dataset.
     *
     * @throws DataException if the data cannot be used
     */
    public static Made make(DatasetEntry entry, Kinds kinds, long dataSeed) {
        PreparedDataset dataset = PreparedDataset.of(entry, kinds.datasets().get(entry.kind()), dataSeed);
        return new Made(dataset.result(), dataset.data());
    }

    /**
     * Generates or loads the dataset and scores its baselines on the test part.
     *
     * @return empty if the kind has no default for everything, such as for the path of a file
     */
    public static Optional<DatasetResult> of(String kind, Kinds kinds) {
        DatasetFactory<?> factory = kinds.datasets().get(kind);
        try {
            DatasetEntry entry = new DatasetEntry(kind, kind, kinds.datasetDefaults(kind));
            return Optional.of(PreparedDataset.of(entry, factory, DATA_SEED).result());
        } catch (SpecException | DataException e) {
            return Optional.empty();
        }
    }
}
