/**
 * The same models in PyTorch and Deeplearning4j. Compiled by the Maven profile {@code peers} alone, which downloads
 * both. Start at {@link dev.unroll.benchmark.peer.PyTorchMain} and {@link dev.unroll.benchmark.peer.Dl4jMain}.
 */
package dev.unroll.benchmark.peer;
