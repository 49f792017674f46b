package dev.unroll.engine;

import dev.unroll.kernel.Kernels;

/**
 * What layers compute with.
 *
 * @param kernels the arithmetic
 * @param workers the threads; how many there are changes no bit of any result
 */
public record Engine(Kernels kernels, Workers workers) {

    /** The kernels chosen for this machine and the given number of threads, at least 1. */
    public static Engine withThreads(int threads) {
        return new Engine(Kernels.chosen(), new Workers(threads));
    }
}
