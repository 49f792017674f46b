package dev.unroll.experiment;

import dev.unroll.dataset.DatasetSpec;
import dev.unroll.model.ModelSpec;
import java.util.List;

/**
 * A whole experiment, checked and with every default filled in: each dataset with each model for each seed is a trial.
 *
 * @param version     of the form of the file; default and at present always {@link #VERSION}
 * @param name        names the run's folder; letters, digits, {@code .}, {@code _} and {@code -}
 * @param description one or two sentences for the report; default empty
 * @param datasets    at least one, names unique
 * @param models      at least one, names unique
 * @param seeds       at least one, distinct; a seed decides initial weights, order of batches and dropout
 * @param dataSeed    decides what is generated and how data is split; one for all trials, so that all see the same
 *                    data; default 1
 * @param ablation    which models are variants of one; {@code null} if none are
 * @param match       what models are brought to one size by; {@code null} if they stay as they are
 * @param tune        how settings of training are searched for; {@code null} if they stay as they are
 * @param settlement  what came of these two; {@code null} before, and without them
 */
public record ExperimentSpec(Integer version, String name, String description, List<DatasetEntry> datasets,
        List<ModelEntry> models, List<Long> seeds, Long dataSeed, AblationSpec ablation,
        MatchSpec match, TuneSpec tune, Settlement settlement) {

    /** The form of experiments that this program reads. It grows when a file would come to mean something else. */
    public static final int VERSION = 1;

    public ExperimentSpec {
        version = version == null ? Integer.valueOf(VERSION) : version;
        requireVersion(version);
        description = description == null ? "" : description;
        datasets = List.copyOf(datasets);
        models = List.copyOf(models);
        seeds = List.copyOf(seeds);
        dataSeed = dataSeed == null ? Long.valueOf(1) : dataSeed;
    }

    /** The same with these models and what led to them. */
    public ExperimentSpec with(List<ModelEntry> others, Settlement found) {
        return new ExperimentSpec(version, name, description, datasets, others, seeds, dataSeed, ablation, match, tune,
                found);
    }

    /** Refuses files of another form. */
    static void requireVersion(int version) {
        if (version != VERSION) {
            throw new IllegalArgumentException("version must be " + VERSION + ", the form of experiments that this"
                    + " Unroll reads; got " + version + "; use the Unroll that the file was written for, or adapt the file");
        }
    }

    /**
     * A dataset of the experiment.
     *
     * @param name what the report calls it; the kind unless given
     */
    public record DatasetEntry(String name, String kind, DatasetSpec spec) {
    }

    /**
     * A model of the experiment.
     *
     * @param name     what the report calls it; the kind unless given
     * @param training for each dataset, in the order of {@link ExperimentSpec#datasets}, how this model is trained on
     *                 it: the experiment's {@code train}, overridden by the dataset's, overridden by the model's
     */
    public record ModelEntry(String name, String kind, ModelSpec spec, List<TrainingSpec> training) {
        public ModelEntry {
            training = List.copyOf(training);
        }
    }
}
