package dev.unroll.experiment;

import java.util.List;

/**
 * What was found before the trials where an experiment leaves something open: sizes ({@link MatchSpec}) and settings of
 * training ({@link TuneSpec}). The experiment that holds it has the found values in its models.
 *
 * @param askedHash hash of the experiment with these things open
 * @param sizes     one for each model that was sized; empty without match
 * @param tuned     one for each dataset and model; empty without tune
 */
public record Settlement(String askedHash, List<Sized> sizes, List<Tuned> tuned) {

    public Settlement {
        sizes = List.copyOf(sizes);
        tuned = List.copyOf(tuned);
    }

    /**
     * A model brought to a budget.
     *
     * @param key     of the model that was changed
     * @param from    its value as written; the first, of a list
     * @param to      its value now
     * @param budgets to be met on each dataset, in the order of the experiment
     * @param reached likewise, what the model now comes to
     */
    public record Sized(String model, String key, Integer from, Integer to, List<Double> budgets,
            List<Double> reached) {
        public Sized {
            budgets = List.copyOf(budgets);
            reached = List.copyOf(reached);
        }
    }

    /**
     * A model tuned on a dataset.
     *
     * @param trials in the order in which they were made
     * @param chosen number of the one whose settings are used, from 0; if all diverged or failed one of these, for want of
     *               a better
     */
    public record Tuned(String dataset, String model, List<TuningTrial> trials, Integer chosen) {
        public Tuned {
            trials = List.copyOf(trials);
        }

        /** The trial whose settings are used; without a validation loss only if no trial has one. */
        public TuningTrial best() {
            return trials.get(chosen);
        }
    }

    /**
     * One training in search of settings, judged by validation alone.
     *
     * @param settings       that were tried, as in a file
     * @param updates        made
     * @param validationLoss the lowest, or the last where best weights are not kept; {@code null} if it diverged or
     *                       failed
     * @param reason         why it did, in one sentence; empty if it did not
     */
    public record TuningTrial(String settings, Integer updates, Double validationLoss, String reason) {
        public TuningTrial {
            reason = reason == null ? "" : reason;
        }
    }
}
