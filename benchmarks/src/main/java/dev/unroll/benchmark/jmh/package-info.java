/**
 * Kernels and models by themselves, as JMH benchmarks: {@code unroll bench jmh} with JMH's own options, such as
 * {@code -prof gc} for what a call allocates. Scalar and vector kernels run in processes of their own, so that the
 * compiler sees one of them only.
 */
package dev.unroll.benchmark.jmh;
