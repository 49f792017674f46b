package dev.unroll.dl4j;

import dev.unroll.dl4j.RecurrentForm.Cell;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How the weights of one recurrent layer stand in Deeplearning4j, both ways:
 *
 * <pre>
 * W  = Wx          [I, N], its blocks of H columns in the order g, f, o, i
 * RW = Wh          [H, N], or [H, N + 3] with the peepholes of f, o and i as last columns
 * b  = b           [1, N]
 * </pre>
 *
 * <p>Legend: I inputs, H hidden units, N weighted sums: H, or 4 H in an LSTM. Ours have i, f, g, o, and the peepholes as
 * rows i, f, o.
 */
final class RecurrentWeights {

    /** For each column of peepholes there, which row of ours it is. */
    private static final int[] PEEPHOLES = {1, 2, 0};

    private final RecurrentForm form;
    private final int hiddenSize;
    private final String ours;
    private final String theirs;

    /**
     * @param index   of the layer in ours
     * @param theirs  of the layer there
     */
    RecurrentWeights(RecurrentForm form, int index, String theirs) {
        this.form = form;
        hiddenSize = form.hiddenSizes().get(index);
        ours = "layer" + index + ".";
        this.theirs = theirs + "_";
    }

    /** Overwrites the layer's weights there. */
    void load(Parameters parameters, Model network, DataType type) {
        for (String[] pair : new String[][] {{"inputWeight", "W"}, {"recurrentWeight", "RW"}, {"bias", "b"}}) {
            Parameter parameter = parameters.get(ours + pair[0]);
            int columns = parameter.lastDimension();
            int rows = parameter.size() / columns;
            int stride = columns + (pair[1].equals("RW") ? peepholeColumns() : 0);
            float[] values = new float[rows * stride];
            int[] blocks = form.blocks();
            for (int row = 0; row < rows; row++) {
                for (int block = 0; block < blocks.length; block++) {
                    System.arraycopy(parameter.value(), row * columns + blocks[block] * hiddenSize, values,
                            row * stride + block * hiddenSize, hiddenSize);
                }
            }
            if (stride > columns) {
                float[] weights = parameters.get(ours + "peepholeWeight").value();
                for (int unit = 0; unit < hiddenSize; unit++) {
                    for (int i = 0; i < PEEPHOLES.length; i++) {
                        values[unit * stride + columns + i] = weights[PEEPHOLES[i] * hiddenSize + unit];
                    }
                }
            }
            network.setParam(theirs + pair[1], NdArrays.of(type, values, rows, stride));
        }
    }

    /** Adds the gradients by our names, given those by theirs. */
    void gradients(Map<String, INDArray> dTheirs, Map<String, double[]> dOurs) {
        dOurs.put(ours + "inputWeight", inOurOrder(dTheirs.get(theirs + "W"), 0));
        dOurs.put(ours + "recurrentWeight", inOurOrder(dTheirs.get(theirs + "RW"), peepholeColumns()));
        dOurs.put(ours + "bias", inOurOrder(dTheirs.get(theirs + "b"), 0));
        if (peepholeColumns() > 0) {
            dOurs.put(ours + "peepholeWeight", peepholes(dTheirs.get(theirs + "RW")));
        }
    }

    private int peepholeColumns() {
        return form.cell() == Cell.LSTM_WITH_PEEPHOLES ? PEEPHOLES.length : 0;
    }

    private double[] inOurOrder(INDArray array, int others) {
        double[] values = NdArrays.doubles(array);
        int[] blocks = form.blocks();
        int columns = blocks.length * hiddenSize;
        int stride = columns + others;
        int rows = values.length / stride;
        double[] ordered = new double[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int block = 0; block < blocks.length; block++) {
                System.arraycopy(values, row * stride + block * hiddenSize, ordered,
                        row * columns + blocks[block] * hiddenSize, hiddenSize);
            }
        }
        return ordered;
    }

    private double[] peepholes(INDArray array) {
        double[] values = NdArrays.doubles(array);
        int stride = values.length / hiddenSize;
        double[] rows = new double[PEEPHOLES.length * hiddenSize];
        for (int unit = 0; unit < hiddenSize; unit++) {
            for (int i = 0; i < PEEPHOLES.length; i++) {
                rows[PEEPHOLES[i] * hiddenSize + unit] = values[unit * stride + stride - PEEPHOLES.length + i];
            }
        }
        return rows;
    }
}
