package dev.unroll.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A case computed by PyTorch in float64, from {@code /fixtures/NAME.json} on the class path. Arrays come flattened,
 * row-major, in PyTorch's own layout.
 */
public final class Fixture {

    private final JsonNode root;

    private Fixture(JsonNode root) {
        this.root = root;
    }

    public static Fixture load(String name) {
        try (InputStream in = Fixture.class.getResourceAsStream("/fixtures/" + name + ".json")) {
            if (in == null) {
                throw new IllegalArgumentException("no fixture " + name + " on the class path");
            }
            return new Fixture(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode config() {
        return root.get("config");
    }

    /** Whether the case has this input; a recurrence that starts from zero has no {@code h0}. */
    public boolean hasInput(String name) {
        return root.path("inputs").has(name);
    }

    public double[] input(String name) {
        return array("inputs", name);
    }

    public double[] parameter(String name) {
        return array("parameters", name);
    }

    /** In PyTorch's order. */
    public List<String> parameterNames() {
        List<String> names = new ArrayList<>();
        root.get("parameters").fieldNames().forEachRemaining(names::add);
        return names;
    }

    public int[] parameterShape(String name) {
        List<Integer> shape = new ArrayList<>();
        for (JsonNode node = root.get("parameters").get(name); node.isArray(); node = node.get(0)) {
            shape.add(node.size());
        }
        return shape.stream().mapToInt(Integer::intValue).toArray();
    }

    public double[] cotangent(String name) {
        return array("cotangents", name);
    }

    public double[] output(String name) {
        return array("outputs", name);
    }

    public double[] gradient(String name) {
        return array("gradients", name);
    }

    private double[] array(String group, String name) {
        JsonNode node = root.path(group).path(name);
        if (node.isMissingNode()) {
            throw new IllegalArgumentException("the fixture has no " + group + "." + name);
        }
        return Numbers.flatten(node);
    }
}
