package dev.unroll.onnx;

import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import dev.unroll.onnx.OnnxCell.Gate;
import java.util.List;

/**
 * A layer's parameters as the weights of a recurrent operator: gates in its order, a gate's weights row by row, the
 * directions one after another.
 *
 * <p>Legend: D directions, G gates of the operator, N sums of the layer, H units, I inputs. Ours are {@code [I, N]},
 * {@code [H, N]} and {@code [N]}; the operator's {@code [D, G H, I]}, {@code [D, G H, H]} and {@code [D, 2 G H]}.
 */
final class OnnxCellWeights {

    private final OnnxCell cell;
    private final List<String> layers;
    private final int size;
    private final Parameters parameters;
    private final int rows;

    /**
     * @param layers prefixes of the parameters' names, one per direction
     * @param size   H
     */
    OnnxCellWeights(OnnxCell cell, List<String> layers, int size, Parameters parameters) {
        this.cell = cell;
        this.layers = layers;
        this.size = size;
        this.parameters = parameters;
        rows = cell.gates().size() * size;
    }

    String input(OnnxGraph graph, String name) {
        return matrix(graph, name + ".W", ".inputWeight");
    }

    String recurrent(OnnxGraph graph, String name) {
        return matrix(graph, name + ".R", ".recurrentWeight");
    }

    private String matrix(OnnxGraph graph, String name, String parameter) {
        int inputs = parameters.get(layers.get(0) + parameter).shape()[0];
        float[] values = new float[layers.size() * rows * inputs];
        for (int d = 0; d < layers.size(); d++) {
            Parameter weight = parameters.get(layers.get(d) + parameter);
            int sums = weight.lastDimension();
            for (int row = 0; row < rows; row++) {
                Gate gate = cell.gates().get(row / size);
                for (int i = 0; i < inputs && gate.column() >= 0; i++) {
                    values[(d * rows + row) * inputs + i] =
                            gate.sign() * weight.value()[i * sums + gate.column() * size + row % size];
                }
            }
        }
        return graph.constant(name, new int[] {layers.size(), rows, inputs}, values);
    }

    /** What is added to the input's sums, then what is added to the state's: 0 but for the GRU's, inside the reset. */
    String bias(OnnxGraph graph, String name) {
        float[] values = new float[layers.size() * 2 * rows];
        for (int d = 0; d < layers.size(); d++) {
            Parameter bias = parameters.get(layers.get(d) + ".bias");
            int at = d * 2 * rows;
            for (int row = 0; row < rows; row++) {
                Gate gate = cell.gates().get(row / size);
                values[at + row] = gate.column() < 0 ? gate.constant()
                        : gate.sign() * bias.value()[gate.column() * size + row % size];
            }
            String recurrent = layers.get(d) + ".recurrentBias";
            if (parameters.list().stream().anyMatch(parameter -> parameter.name().equals(recurrent))) {
                System.arraycopy(parameters.get(recurrent).value(), 0, values, at + 2 * rows - size, size);
            }
        }
        return graph.constant(name + ".B", new int[] {layers.size(), 2 * rows}, values);
    }

    /** {@code [D, 3 H]}, 0 for a gate that sees no cell. */
    String peepholes(OnnxGraph graph, String name) {
        int seeing = cell.peepholes().size() * size;
        float[] values = new float[layers.size() * seeing];
        for (int d = 0; d < layers.size(); d++) {
            float[] weight = parameters.get(layers.get(d) + ".peepholeWeight").value();
            for (int i = 0; i < seeing; i++) {
                Gate gate = cell.peepholes().get(i / size);
                if (gate.peephole() >= 0) {
                    values[d * seeing + i] = gate.sign() * weight[gate.peephole() * size + i % size];
                }
            }
        }
        return graph.constant(name + ".P", new int[] {layers.size(), seeing}, values);
    }
}
