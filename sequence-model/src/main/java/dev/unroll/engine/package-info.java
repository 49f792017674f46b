/**
 * What layers compute with: kernels, worker threads and the packed row layout of a batch. Start at {@link
 * dev.unroll.engine.Engine}.
 */
package dev.unroll.engine;
