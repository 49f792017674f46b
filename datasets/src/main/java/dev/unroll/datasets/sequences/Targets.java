package dev.unroll.datasets.sequences;

import java.util.List;

/** What is asked about each example. */
public sealed interface Targets {

    /**
     * A class per example.
     *
     * @param classes {@code [n]} from 0
     * @param names   {@code [K]}
     */
    record Classes(int[] classes, List<String> names) implements Targets {
    }

    /**
     * A vector of values per example, in the data's own units.
     *
     * @param values {@code [n][K]}
     * @param unit   may be empty
     */
    record Values(double[][] values, String unit) implements Targets {
    }

    /** A class at every step of an example. Safe to share between threads. */
    non-sealed interface Steps extends Targets {

        /** {@code [K]}, the names of the classes. */
        List<String> names();

        /**
         * Reads some steps of an example.
         *
         * @param classes overwritten from {@code at}
         * @param weights overwritten from {@code at}: 0 where nothing is asked
         */
        void read(int example, int from, int steps, int[] classes, float[] weights, int at);
    }
}
