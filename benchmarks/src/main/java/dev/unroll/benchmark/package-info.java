/**
 * How fast this engine is, beside PyTorch and Deeplearning4j. Start at {@link dev.unroll.benchmark.Bench}, the command;
 * {@link dev.unroll.benchmark.contender.Workload} is what is measured, {@code contender} who, {@code probe} what the
 * machine could do, {@code jmh} the kernels and models by themselves.
 */
package dev.unroll.benchmark;
