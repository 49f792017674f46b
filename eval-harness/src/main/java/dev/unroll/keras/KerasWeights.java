package dev.unroll.keras;

import dev.unroll.checkpoint.CheckpointException;
import dev.unroll.checkpoint.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of layers, told apart by how many they are and by their shapes, under the names that layers have which
 * Keras made first in a session: {@code lstm}, {@code lstm_1} and so on. A layer without a bias gets one of 0.
 *
 * <pre>
 * embeddings                  [V, D]
 * kernel, bias                [I, O], [O]
 * kernel, recurrent, bias     [I, N], [H, N], [N] or [2, N], N = H, 3 H or 4 H    twice for both directions
 * </pre>
 */
final class KerasWeights {

    private static final Map<Integer, String> CELLS = Map.of(1, "simple_rnn", 3, "gru", 4, "lstm");
    private static final Map<String, String> KINDS = Map.of("simple_rnn", "rnn", "gru", "gru", "lstm", "lstm");

    private final String source;
    private final boolean resetAfter;
    private final List<Tensor> tensors = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private String cell = "";

    /**
     * @param source     names the file in messages
     * @param resetAfter whether a GRU's reset acts after the product, for one without a bias
     */
    KerasWeights(String source, boolean resetAfter) {
        this.source = source;
        this.resetAfter = resetAfter;
    }

    List<Tensor> tensors() {
        return tensors;
    }

    /** Of the recurrent layers; empty if there are none. */
    String kind() {
        return KINDS.getOrDefault(cell, "");
    }

    /** Takes the weights of the next layer, in the order that Keras gives them. */
    void add(String layer, List<Tensor> weights) {
        int[] ranks = weights.stream().mapToInt(weight -> weight.shape().length).toArray();
        if (Arrays.equals(ranks, new int[] {2})) {
            if (tensors.isEmpty()) {
                put(numbered("embedding") + "/embeddings", weights.get(0));
            } else {
                dense(weights.get(0), zeros(weights.get(0).shape()[1]));
            }
        } else if (Arrays.equals(ranks, new int[] {2, 1})) {
            dense(weights.get(0), weights.get(1));
        } else if (weights.size() == 2 || weights.size() == 3) {
            recurrent("", numbered(cell(layer, weights)), weights);
        } else if (weights.size() == 4 || weights.size() == 6) {
            int half = weights.size() / 2;
            String name = cell(layer, weights.subList(0, half));
            String wrapper = numbered("bidirectional") + "/";
            String number = numbered(name).substring(name.length());
            recurrent(wrapper, "forward_" + name + number, weights.subList(0, half));
            recurrent(wrapper, "backward_" + name + number, weights.subList(half, weights.size()));
        } else {
            throw unknown(layer, weights);
        }
    }

    private String cell(String layer, List<Tensor> weights) {
        int[] kernel = weights.get(0).shape();
        int[] recurrent = weights.get(1).shape();
        boolean square = kernel.length == 2 && recurrent.length == 2 && kernel[1] == recurrent[1]
                && recurrent[0] > 0 && recurrent[1] % recurrent[0] == 0;
        String found = square ? CELLS.get(recurrent[1] / recurrent[0]) : null;
        if (found == null) {
            throw unknown(layer, weights);
        }
        cell = found;
        return found;
    }

    private void recurrent(String wrapper, String name, List<Tensor> weights) {
        String prefix = wrapper + name + "/" + cell + "_cell/";
        put(prefix + "kernel", weights.get(0));
        put(prefix + "recurrent_kernel", weights.get(1));
        int sums = weights.get(0).shape()[1];
        put(prefix + "bias", weights.size() == 3 ? weights.get(2)
                : cell.equals("gru") && resetAfter ? zeros(2, sums) : zeros(sums));
    }

    private void dense(Tensor kernel, Tensor bias) {
        String name = numbered("dense");
        put(name + "/kernel", kernel);
        put(name + "/bias", bias);
    }

    private String numbered(String name) {
        int number = numbers.merge(name, 1, Integer::sum) - 1;
        return number == 0 ? name : name + "_" + number;
    }

    private void put(String name, Tensor tensor) {
        tensors.add(new Tensor(name, tensor.shape(), tensor.values()));
    }

    private static Tensor zeros(int... shape) {
        return new Tensor("", shape, new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)]);
    }

    private CheckpointException unknown(String layer, List<Tensor> weights) {
        return new CheckpointException("each layer with weights must be an Embedding, an LSTM, GRU or SimpleRNN, or a"
                + " Dense one; " + layer + " of " + source + " has weights of shapes "
                + weights.stream().map(weight -> Arrays.toString(weight.shape())).toList());
    }
}
