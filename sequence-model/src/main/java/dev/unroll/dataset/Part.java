package dev.unroll.dataset;

/** The disjoint parts of a dataset. */
public enum Part {
    /** What weights, scalers and baselines are fitted on. */
    TRAIN,
    /** What choices are made on: when to stop, which weights to keep. */
    VALIDATION,
    /** What scores are reported on; never looked at before. */
    TEST
}
