package dev.unroll.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.exchange.LayoutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A layer of a model's configuration.
 *
 * @param type   its class: {@code LSTM}
 * @param name   its own
 * @param stored what Keras 3 calls its weights: the class in small letters, numbered
 * @param config what it was made with
 */
record KerasLayer(String type, String name, String stored, JsonNode config) {

    /** A text of the configuration, or what it is if it is left out. */
    String text(String key, String otherwise) {
        JsonNode value = config.path(key);
        return value.isMissingNode() || value.isNull() ? otherwise : value.isTextual() ? value.asText()
                : value.toString();
    }

    boolean flag(String key, boolean otherwise) {
        return config.path(key).asBoolean(otherwise);
    }

    /** The layer that this one wraps. */
    KerasLayer inner() {
        return inner("layer");
    }

    /** The layer that reads backward within this one; {@code null} if it is the other's copy. */
    KerasLayer backward() {
        return config.hasNonNull("backward_layer") ? inner("backward_layer") : null;
    }

    private KerasLayer inner(String key) {
        JsonNode inner = config.path(key);
        return new KerasLayer(inner.path("class_name").asText(), name, stored, inner.path("config"));
    }

    /**
     * The layers of a model, each of which takes what the one before gives.
     *
     * @throws LayoutException if they are no such chain
     */
    static List<KerasLayer> chain(JsonNode model) {
        JsonNode config = model.path("config");
        // The first versions of Keras gave a sequence's layers alone.
        JsonNode nodes = config.isArray() ? config : config.path("layers");
        List<KerasLayer> layers = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        Set<String> names = new HashSet<>();
        nodes.forEach(node -> names.add(node.path("config").path("name").asText()));
        for (JsonNode node : nodes) {
            String type = node.path("class_name").asText();
            String small = type.replaceAll("(.)([A-Z][a-z]+)", "$1_$2").replaceAll("([a-z])([A-Z])", "$1_$2")
                    .toLowerCase(Locale.ROOT);
            int number = numbers.merge(small, 1, Integer::sum) - 1;
            String name = node.path("config").path("name").asText();
            Set<String> sources = new HashSet<>();
            collect(node.path("inbound_nodes"), names, sources);
            if (!sources.isEmpty() && (layers.isEmpty()
                    || !sources.equals(Set.of(layers.get(layers.size() - 1).name())))) {
                throw new LayoutException("each layer must take what the one before gives, and nothing else; " + name
                        + " takes " + String.join(", ", new TreeSet<>(sources)));
            }
            layers.add(new KerasLayer(type, name, number == 0 ? small : small + "_" + number, node.path("config")));
        }
        if (layers.isEmpty()) {
            throw new LayoutException("a model must be Sequential or Functional, with layers; got "
                    + model.path("class_name").asText("none"));
        }
        return layers;
    }

    private static void collect(JsonNode node, Set<String> names, Set<String> found) {
        if (node.isTextual() && names.contains(node.asText())) {
            found.add(node.asText());
        }
        node.forEach(child -> collect(child, names, found));
    }
}
