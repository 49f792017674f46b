package dev.unroll.keras;

import dev.unroll.exchange.LayoutException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A model's configuration as the options of ours.
 *
 * @param kind     {@code lstm}, {@code gru} or {@code rnn}
 * @param options  by name, as JSON values
 * @param weighted the layers that have weights, in order
 */
record KerasStack(String kind, Map<String, Object> options, List<KerasLayer> weighted) {

    /** What changes nothing outside training, or tells padding by its value where we are told lengths. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("InputLayer", "Dropout", "SpatialDropout1D",
            "GaussianNoise", "GaussianDropout", "ActivityRegularization", "Masking");
    /** What a recurrent layer computes, beside its class and its weights, and what each is where it is left out. */
    private static final Map<String, String> FUNCTIONS = new TreeMap<>(Map.of("units", "", "activation", "tanh",
            "recurrent_activation", "sigmoid", "reset_after", "true", "return_sequences", "false"));
    private static final Map<String, String> KINDS = Map.of("LSTM", "lstm", "GRU", "gru", "SimpleRNN", "rnn");

    /** @throws LayoutException if no model of ours computes what this one does */
    static KerasStack of(KerasArchive archive) {
        Reader reader = new Reader(archive.version());
        KerasLayer.chain(archive.config()).forEach(reader::take);
        return reader.stack();
    }

    /** Takes in one layer after another. */
    private static final class Reader {

        private final String version;
        private final List<KerasLayer> weighted = new ArrayList<>();
        private final List<Integer> sizes = new ArrayList<>();
        private final Map<String, Object> options = new LinkedHashMap<>();
        private Integer embeddingSize;
        private String type;
        private boolean sequences = true;
        private String pooling;
        private KerasLayer head;

        Reader(String version) {
            this.version = version;
        }

        void take(KerasLayer layer) {
            if (WITHOUT_EFFECT.contains(layer.type())) {
                return;
            }
            switch (layer.type()) {
                case "Embedding" -> {
                    require(type == null && embeddingSize == null, layer, "come first");
                    embeddingSize = layer.config().path("output_dim").asInt();
                    weighted.add(layer);
                }
                case "Bidirectional" -> {
                    require(layer.text("merge_mode", "concat").equals("concat"), layer, "have merge_mode concat");
                    requireAlike(layer, layer.inner(), layer.backward());
                    recurrent(layer, layer.inner(), "bidirectional");
                }
                case "LSTM", "GRU", "SimpleRNN" -> recurrent(layer, layer, "forward");
                case "GlobalAveragePooling1D" -> {
                    require(type != null && sequences && head == null, layer, "follow layers that return sequences");
                    pooling = "mean";
                    sequences = false;
                }
                case "TimeDistributed" -> dense(layer, layer.inner());
                case "Dense" -> dense(layer, layer);
                case "Activation" -> {
                    require(head != null, layer, "follow the Dense layer");
                    requireNoActivation(layer);
                }
                default -> throw new LayoutException("a layer must be an Embedding, an LSTM, GRU or SimpleRNN, perhaps"
                        + " in Bidirectional, a GlobalAveragePooling1D or a Dense one; got " + layer.type() + " "
                        + layer.name() + ", which no model of ours has");
            }
        }

        private void recurrent(KerasLayer layer, KerasLayer cell, String direction) {
            require(KINDS.containsKey(cell.type()), layer, "wrap an LSTM, GRU or SimpleRNN");
            require(type == null || type.equals(cell.type()), layer,
                    "be of the same class as the recurrent layers below");
            require(sequences && pooling == null && head == null, layer, "take the sequences of the layer below");
            require(!cell.flag("go_backwards", false), layer, "not go backwards");
            type = cell.type();
            option("direction", direction, layer);
            functions(layer, cell);
            sizes.add(cell.config().path("units").asInt());
            sequences = cell.flag("return_sequences", false);
            weighted.add(layer);
        }

        /** Both directions of a layer of ours have the same options. */
        private static void requireAlike(KerasLayer layer, KerasLayer forward, KerasLayer backward) {
            if (backward == null) {
                return;
            }
            require(backward.type().equals(forward.type()), layer, "have the same class in both directions, "
                    + forward.type() + "; its backward_layer is of class " + backward.type());
            for (Map.Entry<String, String> function : FUNCTIONS.entrySet()) {
                String ahead = forward.text(function.getKey(), function.getValue());
                String back = backward.text(function.getKey(), function.getValue());
                require(back.equals(ahead), layer, "have the same " + function.getKey() + " in both directions, "
                        + ahead + "; its backward_layer has " + back);
            }
        }

        private void functions(KerasLayer layer, KerasLayer cell) {
            String activation = activation(cell.text("activation", "tanh"));
            if (type.equals("SimpleRNN")) {
                option("activation", activation, layer);
                return;
            }
            String gates = cell.text("recurrent_activation", "sigmoid");
            if (gates.equals("hard_sigmoid")) {
                require(version.startsWith("3"), layer, "be of Keras 3 to have a hard_sigmoid, which had another slope"
                        + " before");
                gates = "hard-sigmoid";
            }
            if (type.equals("GRU")) {
                require(activation.equals("tanh") && gates.equals("sigmoid"), layer,
                        "have activation tanh and recurrent_activation sigmoid");
                option("resetAfter", cell.flag("reset_after", true), layer);
                return;
            }
            option("inputActivation", activation, layer);
            option("outputActivation", activation, layer);
            option("gateActivation", gates, layer);
        }

        private static String activation(String name) {
            return name.equals("linear") ? "identity" : name;
        }

        /** All layers of a model of ours have the same options. */
        private void option(String name, Object value, KerasLayer layer) {
            Object before = options.putIfAbsent(name, value);
            require(before == null || before.equals(value), layer, "have the " + name
                    + " of the recurrent layers below, "
                    + before + "; it has " + value);
        }

        private void dense(KerasLayer layer, KerasLayer dense) {
            require(dense.type().equals("Dense") && head == null && type != null, layer, "be the last with weights, and"
                    + " the only Dense one, above recurrent layers");
            head = layer;
            requireNoActivation(dense);
            weighted.add(layer);
        }

        private static void requireNoActivation(KerasLayer layer) {
            String activation = layer.text("activation", "linear");
            require(activation.equals("linear") || activation.equals("softmax"), layer, "have activation linear or"
                    + " softmax; it has " + activation);
        }

        private static void require(boolean condition, KerasLayer layer, String what) {
            if (!condition) {
                throw new LayoutException("layer " + layer.name() + ", " + layer.type() + ", must " + what
                        + " to be one of a model of ours");
            }
        }

        KerasStack stack() {
            if (type == null || head == null) {
                throw new LayoutException("a model must have recurrent layers and a Dense one above them; got "
                        + (type == null ? "no recurrent layer" : "no Dense one"));
            }
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("hiddenSizes", List.copyOf(sizes));
            if (embeddingSize != null) {
                all.put("embeddingSize", embeddingSize);
            }
            all.putAll(options);
            if (!sequences) {
                all.put("pooling", pooling == null ? "last" : pooling);
            }
            return new KerasStack(KINDS.get(type), all, List.copyOf(weighted));
        }
    }
}
