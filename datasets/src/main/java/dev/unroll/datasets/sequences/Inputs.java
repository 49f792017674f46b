package dev.unroll.datasets.sequences;

/** What models see of examples, numbered from 0. Safe to share between threads. */
public sealed interface Inputs permits FeatureInputs, TokenInputs {

    /** Number of examples. */
    int size();

    /** Steps of an example, at least 1. */
    int length(int example);

    /** How long an example is as far as its difficulty goes; scores are reported by it. */
    default int difficulty(int example) {
        return length(example);
    }

    /** What {@link #difficulty} counts. */
    default String difficultyUnit() {
        return "steps";
    }
}
