package dev.unroll.model;

import java.util.List;
import java.util.Optional;

/**
 * A layer's recurrence as a map of its state, in double, with the weights of one moment and without the noise of training:
 *
 * <pre>
 * s_t = F(x_t, s_{t-1}; θ)      J_t = ∂s_t/∂s_{t-1}
 * </pre>
 *
 * <p>It serves measures of how a state depends on earlier ones, and training that steers them: products of J_t over time
 * are what a gradient passes through on its way back (Bengio, Simard &amp; Frasconi 1994, "Learning long-term dependencies
 * with gradient descent is difficult").
 *
 * <p>Legend: I inputs; S values of a state, the hidden state first, in the order of the layer's states; C values that are
 * carried. Matrices are row-major: {@code jacobian[i * S + j]} is ∂s_t[i]/∂s_{t-1}[j]. Immutable, so threads may share it.
 * All arithmetic is strict and functions are those of {@link StrictMath}: the same bits everywhere.
 */
public interface StateMap {

    /** The layer's name, {@code layer0}. */
    String name();

    /** I. */
    int inputSize();

    /** S. */
    int stateSize();

    /** How many values at the beginning of a state are the hidden state, which is all that others see; S unless told. */
    default int hiddenSize() {
        return stateSize();
    }

    /**
     * F.
     *
     * @param x    {@code [I]}, read
     * @param s    {@code [S]}, read
     * @param next {@code [S]}, overwritten; another array than {@code s}
     */
    void step(double[] x, double[] s, double[] next);

    /**
     * J at a state.
     *
     * @param x        {@code [I]}, read
     * @param s        {@code [S]}, the state before the step, read
     * @param jacobian {@code [S, S]}, overwritten
     */
    void jacobian(double[] x, double[] s, double[] jacobian);

    /** What {@link #backward} gives gradients for: the parameters that F depends on, in their order in the layer. */
    List<Parameter> parameters();

    /**
     * Gradient of a number that depends on F and J at one state. That with respect to x is left out: inputs are given.
     *
     * @param x           {@code [I]}, read
     * @param s           {@code [S]}, read
     * @param dNext       {@code [S]}, the number's gradient with respect to F, read
     * @param dJacobian   {@code [S, S]}, that with respect to J, read
     * @param ds          {@code [S]}, that with respect to s, accumulated into
     * @param dParameters for each of {@link #parameters} as many values as it has, accumulated into
     */
    void backward(double[] x, double[] s, double[] dNext, double[] dJacobian, double[] ds, double[][] dParameters);

    /** C, how many units go on from step to step without passing through a weight: cells, leaky units; 0 if none do. */
    default int carriedSize() {
        return 0;
    }

    /** Where these begin in a state. */
    default int carriedOffset() {
        return 0;
    }

    /**
     * What each of them is multiplied with on that way: the forget gate of an LSTM, the update gate of a GRU, the share
     * that a leaky unit keeps.
     *
     * @param carried {@code [C]}, overwritten
     */
    default void carried(double[] x, double[] s, double[] carried) {
    }

    /** The weights of a vanilla recurrence; empty for other cells. */
    default Optional<Elman> elman() {
        return Optional.empty();
    }

    /**
     * What bounds the gradient of {@code h_t = (1 - leak) h_{t-1} + leak φ(h_{t-1} W + …)}.
     *
     * @param size            H
     * @param recurrentWeight what unit u takes of unit j, {@code [u * H + j]}
     * @param slope           γ, the steepest slope of φ
     * @param leak            above 0 and at most 1
     */
    record Elman(int size, double[] recurrentWeight, double slope, double leak) {
    }
}
