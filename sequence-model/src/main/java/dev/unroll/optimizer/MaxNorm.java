package dev.unroll.optimizer;

import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps what a unit takes in within a ball (Srivastava, Hinton, Krizhevsky, Sutskever &amp; Salakhutdinov 2014,
 * "Dropout", section 5.1): of each {@link Parameter#isWeight weight} {@code [in, out]}, every column whose Euclidean norm
 * is above the limit is shrunk to it. A gate's sum counts as a unit; input and recurrent weights are limited apart, as in
 * Keras; of peepholes a column is all that the gates of a unit see of its cell. Of an embedding or a table of positions
 * the rows are limited, each vector by itself, as in PyTorch.
 *
 * <p>Norms are computed in double, each sum in ascending order; columns are divided among the workers. Serves one model;
 * a step in steady state allocates nothing.
 */
public final class MaxNorm {

    private static final int BLOCK = 64;

    private final float limit;
    private final Workers workers;
    private final Workers.Task columnBlock = this::columnBlock;
    private final Workers.Task rowBlock = this::rowBlock;
    private double[] squares = {};
    private Parameter weight;
    private int columns;

    /** @param limit greatest norm, above 0 */
    public MaxNorm(double limit, Engine engine) {
        if (!((float) limit > 0)) {
            throw new IllegalArgumentException("maxNorm must be above 0 in single precision; got " + limit);
        }
        this.limit = (float) limit;
        this.workers = engine.workers();
    }

    /** Shrinks what is too large; all values are read, some overwritten. Follows each update. */
    public void apply(Parameters parameters) {
        List<Parameter> list = parameters.list();
        for (int i = 0; i < list.size(); i++) {
            weight = list.get(i);
            if (!weight.isWeight()) {
                continue;
            }
            columns = weight.lastDimension();
            if (weight.isTable()) {
                workers.forEach((weight.size() / columns + BLOCK - 1) / BLOCK, rowBlock);
                continue;
            }
            if (squares.length < columns) {
                squares = new double[columns];
            }
            workers.forEach((columns + BLOCK - 1) / BLOCK, columnBlock);
        }
    }

    private void rowBlock(int block) {
        float[] w = weight.value();
        int to = Math.min(w.length / columns, (block + 1) * BLOCK);
        for (int row = block * BLOCK; row < to; row++) {
            double square = 0;
            for (int i = row * columns; i < (row + 1) * columns; i++) {
                square += (double) w[i] * w[i];
            }
            float factor = factor(square);
            for (int i = row * columns; factor < 1 && i < (row + 1) * columns; i++) {
                w[i] *= factor;
            }
        }
    }

    private void columnBlock(int block) {
        float[] w = weight.value();
        int from = block * BLOCK;
        int to = Math.min(columns, from + BLOCK);
        Arrays.fill(squares, from, to, 0);
        for (int row = 0; row < w.length; row += columns) {
            for (int j = from; j < to; j++) {
                squares[j] += (double) w[row + j] * w[row + j];
            }
        }
        for (int j = from; j < to; j++) {
            float factor = factor(squares[j]);
            for (int i = j; factor < 1 && i < w.length; i += columns) {
                w[i] *= factor;
            }
        }
    }

    private float factor(double square) {
        double norm = Math.sqrt(square);
        return norm > limit ? (float) (limit / norm) : 1f;
    }
}
