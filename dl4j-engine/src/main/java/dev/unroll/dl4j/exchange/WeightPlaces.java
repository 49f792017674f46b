package dev.unroll.dl4j.exchange;

import dev.unroll.model.Parameter;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where each value of a network's array stands in our parameters. The one description serves both directions, so that
 * reading and writing cannot part.
 *
 * <p>Legend: N weighted sums of a layer, in gates of H units each.
 */
final class WeightPlaces {

    private final String name;
    private final int[] shape;
    private final Parameter[] owners;
    private final int[] places;

    private WeightPlaces(String name, int... shape) {
        this.name = name;
        this.shape = shape;
        int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        owners = new Parameter[size];
        places = new int[size];
    }

    /** An array of the parameter's own order; a row where the parameter is a vector. */
    static WeightPlaces same(String name, Parameter parameter) {
        return gates(name, parameter, null, 0);
    }

    /**
     * An array whose columns are gates in another order, and after them the peepholes.
     *
     * @param parameter {@code [rows, N]}, or {@code [N]} for a row
     * @param peepholes {@code [3, H]}, or {@code null} for none; a column each, in the order of {@code seen}
     * @param gates     for each of the array's gates the number of ours
     */
    static WeightPlaces gates(String name, Parameter parameter, Parameter peepholes, int... gates) {
        int columns = parameter.lastDimension();
        int rows = parameter.size() / columns;
        int units = columns / gates.length;
        int seeing = peepholes == null ? 0 : NetworkForm.PEEPHOLES.length;
        WeightPlaces weights = new WeightPlaces(name, rows, columns + seeing);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                weights.put(row, column, parameter, row * columns + gates[column / units] * units + column % units);
            }
            for (int i = 0; i < seeing; i++) {
                weights.put(row, columns + i, peepholes, NetworkForm.PEEPHOLES[i] * units + row);
            }
        }
        return weights;
    }

    private void put(int row, int column, Parameter owner, int place) {
        owners[row * shape[1] + column] = owner;
        places[row * shape[1] + column] = place;
    }

    /** The array's name in the network. */
    String name() {
        return name;
    }

    /** Whether an array of a network has this shape; a row may have one dimension. */
    boolean fits(INDArray array) {
        long[] wanted = Arrays.stream(shape).asLongStream().toArray();
        return array != null && (Arrays.equals(array.shape(), wanted)
                || shape[0] == 1 && Arrays.equals(array.shape(), new long[] {shape[1]}));
    }

    String shape() {
        return Arrays.toString(shape);
    }

    /** The parameters' present values. */
    INDArray toNetwork() {
        float[] values = new float[places.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = owners[i].value()[places[i]];
        }
        return Nd4j.create(values, Arrays.stream(shape).asLongStream().toArray(), 'c');
    }

    /** Overwrites the parameters' values. */
    void fromNetwork(INDArray array) {
        float[] values = array.dup('c').data().asFloat();
        for (int i = 0; i < values.length; i++) {
            owners[i].value()[places[i]] = values[i];
        }
    }
}
