package dev.unroll.datasets.sequences;

import java.util.List;

/** Sequences of one symbol at each step. */
public non-sealed interface TokenInputs extends Inputs {

    /** {@code [V]}, the symbols in the order of their numbers, from 0. */
    List<String> vocabulary();

    /**
     * Reads some steps of an example.
     *
     * @param into overwritten from {@code at}
     */
    void read(int example, int from, int steps, int[] into, int at);
}
