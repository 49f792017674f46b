package dev.unroll.experiment;

/**
 * An experiment with the text that it was read from: the file's own, or, if it extends another or keys were set from the
 * command line, all of it put together, so that the text alone gives the same experiment again.
 */
public record WrittenSpec(ExperimentSpec spec, String source) {
}
