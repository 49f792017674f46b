package dev.unroll.datasets;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;

/**
 * Forecasts each component of the target by a linear function of the last steps of the window (Yule 1927, "On a method of
 * investigating periodicities"): what a model without a state and without a bend can do. By least squares on the training
 * part, at most 10,000 examples of it, each component for itself; fitted when it is first asked.
 *
 * <p>Legend: D inputs, the features of the last steps; K components of the target.
 */
public final class LinearAutoregression implements Baseline {

    private static final int MOST_INPUTS = 64;
    private static final int MOST_EXAMPLES = 10_000;
    private static final int CHUNK = 500;
    /** So that inputs which follow from each other do no harm; relative to the inputs' mean square. */
    private static final double RIDGE = 1e-6;

    private final SequenceDataset dataset;
    private final int features;
    private final int steps;
    private double[] means;
    private double[][] weights;
    private double[] intercepts;

    /**
     * @param dataset of features and values
     * @param window  steps of every example
     */
    public LinearAutoregression(SequenceDataset dataset, int window) {
        this.dataset = dataset;
        features = ((Task.Features) dataset.input()).size();
        steps = Math.max(1, Math.min(window, MOST_INPUTS / features));
    }

    @Override
    public String name() {
        return "linear autoregression";
    }

    @Override
    public float[] predict(Part part, int[] indices) {
        fit();
        SequenceBatch batch = dataset.batch(part, indices);
        int size = intercepts.length;
        float[] outputs = new float[indices.length * size];
        double[] inputs = new double[steps * features];
        for (int b = 0; b < indices.length; b++) {
            read(batch, b, inputs);
            for (int k = 0; k < size; k++) {
                double sum = intercepts[k];
                for (int i = 0; i < inputs.length; i++) {
                    sum += weights[i][k] * (inputs[i] - means[i]);
                }
                outputs[b * size + k] = (float) sum;
            }
        }
        return outputs;
    }

    private void read(SequenceBatch batch, int b, double[] inputs) {
        int end = (b * batch.maxLength() + batch.lengths()[b]) * features;
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = batch.features()[end - inputs.length + i];
        }
    }

    private synchronized void fit() {
        if (weights != null) {
            return;
        }
        int examples = Math.min(MOST_EXAMPLES, dataset.size(Part.TRAIN));
        int d = steps * features;
        int size = dataset.target().size();
        double[][] x = new double[examples][d];
        double[][] y = new double[examples][size];
        for (int from = 0; from < examples; from += CHUNK) {
            int[] indices = new int[Math.min(CHUNK, examples - from)];
            for (int i = 0; i < indices.length; i++) {
                indices[i] = (int) ((long) (from + i) * dataset.size(Part.TRAIN) / examples);
            }
            SequenceBatch batch = dataset.batch(Part.TRAIN, indices);
            for (int b = 0; b < indices.length; b++) {
                read(batch, b, x[from + b]);
                for (int k = 0; k < size; k++) {
                    y[from + b][k] = batch.values()[b * size + k];
                }
            }
        }
        means = center(x, d);
        intercepts = center(y, size);
        weights = solve(x, y, d, size);
    }

    /** Subtracts the means of the columns and returns them. */
    private static double[] center(double[][] rows, int columns) {
        double[] means = new double[columns];
        for (double[] row : rows) {
            for (int i = 0; i < columns; i++) {
                means[i] += row[i] / rows.length;
            }
        }
        for (double[] row : rows) {
            for (int i = 0; i < columns; i++) {
                row[i] -= means[i];
            }
        }
        return means;
    }

    private static double[][] solve(double[][] x, double[][] y, int d, int size) {
        double[][] squares = new double[d][d];
        double[][] products = new double[d][size];
        for (int r = 0; r < x.length; r++) {
            for (int i = 0; i < d; i++) {
                for (int j = 0; j <= i; j++) {
                    squares[i][j] += x[r][i] * x[r][j];
                }
                for (int k = 0; k < size; k++) {
                    products[i][k] += x[r][i] * y[r][k];
                }
            }
        }
        double trace = 0;
        for (int i = 0; i < d; i++) {
            trace += squares[i][i];
        }
        // Inputs that never change have no weight, whatever is added.
        double ridge = trace > 0 ? RIDGE * trace / d : 1;
        for (int i = 0; i < d; i++) {
            squares[i][i] += ridge;
            for (int j = 0; j < i; j++) {
                squares[j][i] = squares[i][j];
            }
        }
        try {
            return new CholeskyDecomposition(new Array2DRowRealMatrix(squares, false)).getSolver()
                    .solve(new Array2DRowRealMatrix(products, false)).getData();
        } catch (NonPositiveDefiniteMatrixException e) {
            // Inputs so far apart in size that their squares cannot be added: what is left is the mean.
            return new double[d][size];
        }
    }
}
