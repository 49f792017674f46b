package dev.unroll.exchange;

import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The layers of a recurrent kind, each reading forward or both ways, as modules of other frameworks.
 *
 * <p>In PyTorch's layout: {@code lstm.weight_ih_l0} [N, I], {@code weight_hh_l0} [N, P], {@code bias_ih_l0} and
 * {@code bias_hh_l0} [N], with a projection {@code weight_hr_l0} [P, H], and all with {@code _reverse} for the other
 * direction; {@code _l1} and so on for layers above. Layers of different sizes, which one module cannot hold, are a
 * list of modules of one layer: {@code lstm.0.weight_ih_l0}, {@code lstm.1.weight_ih_l0}.
 *
 * <p>In that of Keras: {@code lstm/lstm_cell/kernel} [I, N], {@code recurrent_kernel} [H, N], {@code bias} [N], or
 * [2, N] with a second one inside the reset; {@code lstm_1} and so on for layers above; for two directions
 * {@code bidirectional/forward_lstm} and {@code bidirectional/backward_lstm}.
 *
 * <p>Legend: I inputs, H units, P values of a hidden state, N weighted sums.
 */
public final class RecurrentModules {

    private static final String REVERSE = ".reverse";

    private final String pytorch;
    private final String keras;
    private final int[] gates;

    /**
     * @param pytorch what the kind's module is called in PyTorch's layout: {@code rnn}
     * @param keras   and its layer in that of Keras: {@code simple_rnn}
     * @param gates   for each of Keras's gates the number of ours; those of PyTorch stand in our order
     */
    public RecurrentModules(String pytorch, String keras, int... gates) {
        this.pytorch = pytorch;
        this.keras = keras;
        this.gates = gates.clone();
    }

    /** The weights of a model of such layers, or of the layers alone. */
    public WeightMap map(Parameters parameters, Layout layout) {
        return WeightMap.around(switch (layout) {
            case PYTORCH -> pytorch(parameters);
            case KERAS -> keras(parameters);
        }, parameters, layout);
    }

    private static int layers(Parameters parameters) {
        return (int) IntStream.iterate(0, k -> k + 1)
                .takeWhile(k -> SharedModules.find(parameters, "layer" + k + ".inputWeight").isPresent()).count();
    }

    private static boolean bidirectional(Parameters parameters) {
        return SharedModules.find(parameters, "layer0.reverse.inputWeight").isPresent();
    }

    private List<ModuleMap> pytorch(Parameters parameters) {
        int layers = layers(parameters);
        boolean oneSize = IntStream.range(1, layers).allMatch(k -> Arrays.equals(
                parameters.get("layer" + k + ".recurrentWeight").shape(),
                parameters.get("layer0.recurrentWeight").shape()));
        List<ModuleMap> modules = new ArrayList<>();
        List<TensorMap> tensors = new ArrayList<>();
        for (int k = 0; k < layers; k++) {
            String suffix = "_l" + (oneSize ? k : 0);
            tensors.addAll(pytorch(parameters, "layer" + k, suffix));
            if (bidirectional(parameters)) {
                tensors.addAll(pytorch(parameters, "layer" + k + REVERSE, suffix + "_reverse"));
            }
            if (!oneSize) {
                modules.add(new ModuleMap(pytorch + "." + k, tensors));
                tensors.clear();
            }
        }
        return oneSize ? List.of(new ModuleMap(pytorch, tensors)) : modules;
    }

    private static List<TensorMap> pytorch(Parameters parameters, String layer, String suffix) {
        Parameter bias = parameters.get(layer + ".bias");
        Optional<Parameter> recurrentBias = SharedModules.find(parameters, layer + ".recurrentBias");
        List<TensorMap> tensors = new ArrayList<>(List.of(
                TensorMap.transposed("weight_ih" + suffix, parameters.get(layer + ".inputWeight")),
                TensorMap.transposed("weight_hh" + suffix, parameters.get(layer + ".recurrentWeight")),
                TensorMap.same("bias_ih" + suffix, bias),
                new TensorMap("bias_hh" + suffix, bias.shape(), secondBias(bias, recurrentBias))));
        SharedModules.find(parameters, layer + ".projectionWeight")
                .ifPresent(weight -> tensors.add(TensorMap.transposed("weight_hr" + suffix, weight)));
        return tensors;
    }

    /** Its values add up with those of the first, but for the last gate's, which may be a parameter of their own. */
    private static List<Piece> secondBias(Parameter bias, Optional<Parameter> recurrentBias) {
        int apart = recurrentBias.map(Parameter::size).orElse(0);
        int added = bias.size() - apart;
        List<Piece> pieces = new ArrayList<>(List.of(Piece.row(bias, added, 0, 0, true)));
        recurrentBias.ifPresent(parameter -> pieces.add(Piece.row(parameter, apart, added, 0, false)));
        return pieces;
    }

    private List<ModuleMap> keras(Parameters parameters) {
        List<ModuleMap> modules = new ArrayList<>();
        for (int k = 0; k < layers(parameters); k++) {
            String number = k == 0 ? "" : "_" + k;
            if (bidirectional(parameters)) {
                modules.add(keras(parameters, "layer" + k, "bidirectional" + number + "/forward_" + keras + number));
                modules.add(keras(parameters, "layer" + k + REVERSE,
                        "bidirectional" + number + "/backward_" + keras + number));
            } else {
                modules.add(keras(parameters, "layer" + k, keras + number));
            }
        }
        return modules;
    }

    private ModuleMap keras(Parameters parameters, String layer, String name) {
        String cell = keras + "_cell/";
        Parameter bias = parameters.get(layer + ".bias");
        return new ModuleMap(name, List.of(
                TensorMap.gates(cell + "kernel", parameters.get(layer + ".inputWeight"), gates),
                TensorMap.gates(cell + "recurrent_kernel", parameters.get(layer + ".recurrentWeight"), gates),
                SharedModules.find(parameters, layer + ".recurrentBias")
                        .map(recurrentBias -> twoBiases(cell + "bias", bias, recurrentBias))
                        .orElseGet(() -> TensorMap.gates(cell + "bias", bias, gates))));
    }

    /** {@code [2, N]}: what is added to the input's sums, then what is added to the state's. */
    private TensorMap twoBiases(String name, Parameter bias, Parameter recurrentBias) {
        int size = recurrentBias.size();
        int sums = bias.size();
        List<Piece> pieces = new ArrayList<>(TensorMap.gates(name, bias, gates).pieces());
        for (int g = 0; g < gates.length; g++) {
            boolean apart = gates[g] == gates.length - 1;
            pieces.add(apart
                    ? Piece.row(recurrentBias, size, sums + g * size, 0, false)
                    : Piece.row(bias, size, sums + g * size, gates[g] * size, true));
        }
        return new TensorMap(name, new int[] {2, sums}, pieces);
    }
}
