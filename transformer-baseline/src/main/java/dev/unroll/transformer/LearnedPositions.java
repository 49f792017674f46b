package dev.unroll.transformer;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.layer.Initializers;
import dev.unroll.model.Parameter;
import dev.unroll.random.Randomness;

/**
 * A learned vector for each step, {@code [maxPositions, D]}, added to the rows of that step. Backward: the gradient of
 * a step's vector is the sum over the sequences that have the step, in batch order; workers share the steps.
 */
final class LearnedPositions {

    private static final float DEVIATION = 0.02f;

    private final int width;
    private final Engine engine;
    private final Parameter vectors;
    private final Workers.Task stepGradient = this::stepGradient;
    private RowLayout layout;
    private float[] dRows;

    LearnedPositions(String name, int maxPositions, int width, Engine engine) {
        this.width = width;
        this.engine = engine;
        vectors = Parameter.table(name, maxPositions, width);
    }

    /** Normal with a deviation of 0.02 (Radford et al. 2019). */
    void initialize(Randomness randomness) {
        Initializers.normal(vectors, DEVIATION, randomness);
    }

    Parameter vectors() {
        return vectors;
    }

    void requireLength(int length) {
        int limit = vectors.size() / width;
        if (length > limit) {
            throw new IllegalArgumentException("sequences must be no longer than maxPositions where positions are"
                    + " learned; got " + length + " and " + limit + "; raise maxPositions, or choose positions that"
                    + " take any length, such as rotary");
        }
    }

    /** @param dRows {@code [R, D]}, gradient with respect to the rows that vectors were added to, read */
    void backward(RowLayout layout, float[] dRows) {
        this.layout = layout;
        this.dRows = dRows;
        engine.workers().forEach(layout.maxLength(), stepGradient);
    }

    private void stepGradient(int step) {
        for (int b = 0; b < layout.batchSize(); b++) {
            if (step < layout.length(b)) {
                engine.kernels().elementwise().add(width, dRows, layout.row(b, step) * width, vectors.gradient(),
                        step * width);
            }
        }
    }
}
