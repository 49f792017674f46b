/**
 * What this machine can do at most, measured: {@link dev.unroll.benchmark.probe.MachineProbe}.
 */
package dev.unroll.benchmark.probe;
