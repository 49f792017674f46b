package dev.unroll.transformer;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.layer.Dense;
import dev.unroll.layer.Dropout;
import dev.unroll.layer.GradientSums;
import dev.unroll.layer.Initializers;
import dev.unroll.layer.Pass;
import dev.unroll.model.Parameter;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * The part of a block that looks at one step at a time:
 *
 * <pre>
 * hidden    = x weight1 + bias1
 * activated = dropout(activation(hidden))
 * y         = activated weight2 + bias2
 * </pre>
 *
 * <p>Legend: R rows, D values per row, F inner values, I hidden values: F, or 2 F if the activation is gated. x and y
 * are {@code [R, D]}; hidden is {@code [R, I]}, activated {@code [R, F]}; weight1 is {@code [D, I]}, weight2 {@code [F,
 * D]}.
 *
 * <p>Hidden values are kept for backward, except where the activated ones tell enough.
 *
 * <p>The row methods run on the calling thread, which shares the rows with other workers.
 */
final class FeedForward {

    private final int size;
    private final int innerSize;
    private final int hiddenSize;
    private final Activation activation;
    private final Engine engine;
    private final Dense first;
    private final Dense second;
    private final Dropout dropout;
    private float[] hidden = Buffers.EMPTY;
    private float[] activated = Buffers.EMPTY;
    private BackwardBuffers gradients;

    /** A layer whose parameters are called {@code name.weight1} and so on; all values are 0. */
    FeedForward(String name, TransformerSpec spec, Engine engine) {
        size = spec.modelSize();
        innerSize = spec.feedForwardSize();
        activation = spec.activation();
        hiddenSize = hiddenSize(spec);
        this.engine = engine;
        first = new Dense(new Parameter(name + ".weight1", size, hiddenSize),
                new Parameter(name + ".bias1", hiddenSize), engine);
        second = new Dense(new Parameter(name + ".weight2", innerSize, size), new Parameter(name + ".bias2", size),
                engine);
        dropout = new Dropout(name + ".activated", spec.dropout(), engine);
    }

    /** I. */
    static int hiddenSize(TransformerSpec spec) {
        return spec.activation().gated() ? Math.multiplyExact(2, spec.feedForwardSize()) : spec.feedForwardSize();
    }

    /**
     * Weights uniform after Glorot &amp; Bengio (2010), gates counted as a map of their own; biases 0.
     *
     * @param outputScale what the output's weights are multiplied by
     */
    void initialize(double outputScale, Randomness randomness) {
        double limit = Math.sqrt(6.0 / (size + innerSize));
        Initializers.uniform(first.weight(), (float) limit, randomness);
        Initializers.uniform(second.weight(), (float) (limit * outputScale), randomness);
    }

    List<Parameter> parameters() {
        return List.of(first.weight(), first.bias(), second.weight(), second.bias());
    }

    /** Makes ready for this many rows; must precede the other methods. */
    void prepare(int rows, Pass pass) {
        activated = Buffers.atLeast(activated, rows * innerSize);
        hidden = activation.invertible() ? activated : Buffers.atLeast(hidden, rows * hiddenSize);
        first.pack();
        second.pack();
        dropout.prepareRows(rows, innerSize, pass);
    }

    /** From the rows {@code from} to {@code to - 1} of x to those of y, overwritten. */
    void forwardRows(int from, int to, float[] x, float[] y) {
        first.forwardRows(from, to, x, hidden);
        if (activation.gated()) {
            for (int row = from; row < to; row++) {
                activation.forward(innerSize, hidden, row * hiddenSize, activated, row * innerSize,
                        engine.kernels().elementwise());
            }
        } else {
            activation.forward((to - from) * innerSize, hidden, from * innerSize, activated, from * innerSize,
                    engine.kernels().elementwise());
        }
        dropout.forwardRows(from, to, activated);
        second.forwardRows(from, to, activated, y);
    }

    /** Makes ready for backward of the latest pass. */
    void prepareBackward(BackwardBuffers gradients) {
        this.gradients = gradients;
        first.packTransposed();
        second.packTransposed();
    }

    /** From the rows {@code from} to {@code to - 1} of dy to those of dx, overwritten. */
    void backwardRows(int from, int to, float[] dy, float[] dx) {
        float[] dHidden = gradients.dHidden;
        float[] dActivated = activation.gated() ? gradients.dActivated : dHidden;
        second.inputGradientRows(from, to, dy, dActivated);
        dropout.backwardRows(from, to, dActivated);
        if (activation.gated()) {
            for (int row = from; row < to; row++) {
                activation.backward(innerSize, hidden, row * hiddenSize, dActivated, row * innerSize, dHidden,
                        engine.kernels().elementwise());
            }
        } else {
            activation.backward((to - from) * innerSize, hidden, from * innerSize, dActivated, from * innerSize,
                    dHidden, engine.kernels().elementwise());
        }
        first.inputGradientRows(from, to, dHidden, dx);
    }

    /** Adds up the gradients of weight1 and bias1 over the rows {@code from} to {@code to - 1}. */
    void firstGradients(int from, int to, float[] x, GradientSums sums) {
        first.parameterGradientRows(from, to, x, gradients.dHidden, sums);
    }

    /** Adds up the gradients of weight2 and bias2 over the rows {@code from} to {@code to - 1}. */
    void secondGradients(int from, int to, float[] dy, GradientSums sums) {
        second.parameterGradientRows(from, to, activated, dy, sums);
    }
}
