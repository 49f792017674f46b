/**
 * The arithmetic of the engine, once as plain loops that define it and once on the Vector API, with equal bits.
 * Start at {@link dev.unroll.kernel.Kernels}.
 */
package dev.unroll.kernel;
