package dev.unroll.datasets.dynamics;

import dev.unroll.random.RandomStream;
import java.util.List;

/**
 * A deterministic system in continuous time, advanced by fixed steps of the classical Runge-Kutta method in double:
 * sums, products and quotients alone, so that a trajectory has the same bits on every machine. Immutable; the state is
 * the caller's.
 */
interface ChaoticSystem {

    /** Names of what is observed of a state. */
    List<String> variables();

    /** Time from one sample to the next. */
    double interval();

    /** A state that a random one has settled down to. */
    double[] settled(RandomStream random);

    /** Advances a state by one interval, in place. */
    void advance(double[] state);

    /** Writes the observed variables of a state from {@code offset}. */
    void observe(double[] state, double[] out, int offset);
}
