package dev.unroll.transformer;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.layer.Dense;
import dev.unroll.layer.Dropout;
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
 * <p>Legend: R rows, D values per row, F inner values. x and y are {@code [R, D]}; hidden and activated are
 * {@code [R, F]}; weight1 is {@code [D, F]}, weight2 {@code [F, D]}.
 *
 * <p>The row methods run on the calling thread, which shares the rows with other workers.
 */
final class FeedForward {

    private final int size;
    private final int innerSize;
    private final Activation activation;
    private final Engine engine;
    private final Dense first;
    private final Dense second;
    private final Dropout dropout;
    private float[] hidden = Buffers.EMPTY;
    private float[] activated = Buffers.EMPTY;
    private BackwardBuffers gradients;

    /** A layer whose parameters are called {@code name.weight1} and so on; all values are 0. */
    FeedForward(String name, int size, int innerSize, Activation activation, double dropout, Engine engine) {
        this.size = size;
        this.innerSize = innerSize;
        this.activation = activation;
        this.engine = engine;
        first = new Dense(new Parameter(name + ".weight1", size, innerSize), new Parameter(name + ".bias1", innerSize),
                engine);
        second = new Dense(new Parameter(name + ".weight2", innerSize, size), new Parameter(name + ".bias2", size),
                engine);
        this.dropout = new Dropout(name + ".activated", dropout, engine);
    }

    /**
     * Weights uniform after Glorot &amp; Bengio (2010), biases 0.
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
        hidden = Buffers.atLeast(hidden, rows * innerSize);
        activated = Buffers.atLeast(activated, rows * innerSize);
        first.pack();
        second.pack();
        dropout.prepareRows(rows, innerSize, pass);
    }

    /** From the rows {@code from} to {@code to - 1} of x to those of y, overwritten. */
    void forwardRows(int from, int to, float[] x, float[] y) {
        first.forwardRows(from, to, x, hidden);
        activation.forward((to - from) * innerSize, hidden, activated, from * innerSize,
                engine.kernels().elementwise());
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
        second.inputGradientRows(from, to, dy, dHidden);
        dropout.backwardRows(from, to, dHidden);
        activation.backward((to - from) * innerSize, hidden, dHidden, from * innerSize, engine.kernels().elementwise());
        first.inputGradientRows(from, to, dHidden, dx);
    }

    /** Accumulates the parameters' gradients with all workers; {@code x} and {@code dy} are those of all rows. */
    void parameterGradients(int rows, float[] x, float[] dy) {
        second.parameterGradients(rows, activated, dy);
        first.parameterGradients(rows, x, gradients.dHidden);
    }
}
