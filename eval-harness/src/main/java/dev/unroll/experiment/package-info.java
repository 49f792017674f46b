/** Experiments as YAML and as checked records. Start at {@link dev.unroll.experiment.ExperimentSpec}. */
package dev.unroll.experiment;
