package dev.unroll.testing;

import static dev.unroll.testing.Closeness.assertClose;
import static dev.unroll.testing.Numbers.toFloat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.engine.RowLayout;
import dev.unroll.exchange.WeightMap;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import dev.unroll.recurrent.RecurrentLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Gives recurrent layers the weights of a fixture's module as PyTorch would save them, and holds their outputs against
 * the fixture's.
 */
public final class ImportedLayers {

    private static final double TOLERANCE = 1e-5;

    private ImportedLayers() {
    }

    /**
     * @param layers from the input up, called {@code layer0} and so on
     * @param map    of their parameters in PyTorch's layout
     */
    public static void check(Fixture fixture, List<RecurrentLayer> layers, Function<Parameters, WeightMap> map) {
        List<Parameter> all = new ArrayList<>();
        layers.forEach(layer -> all.addAll(layer.parameters()));
        map.apply(new Parameters(all)).read(new PyTorchFile().module("", fixture).content(), Map.of(), "fixture");

        RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);
        layout.update(lengths(fixture.config()));
        float[] rows = toFloat(rows(layout, fixture.input("x"), layers.get(0).inputSize()));
        for (int k = 0; k < layers.size(); k++) {
            rows = layers.get(k).forward(layout, rows, initialState(fixture, layers, k, layout.batchSize()));
        }
        int size = layers.get(layers.size() - 1).hiddenSize();
        assertClose("y", rows, rows(layout, fixture.output("y"), size), TOLERANCE, TOLERANCE);
    }

    private static int[] lengths(JsonNode config) {
        if (config.has("lengths")) {
            int[] lengths = new int[config.get("lengths").size()];
            Arrays.setAll(lengths, i -> config.get("lengths").get(i).intValue());
            return lengths;
        }
        int[] lengths = new int[config.get("batch").intValue()];
        Arrays.fill(lengths, config.get("time").intValue());
        return lengths;
    }

    private static double[] rows(RowLayout layout, double[] padded, int size) {
        double[] rows = new double[layout.rows() * size];
        for (int b = 0; b < layout.batchSize(); b++) {
            for (int t = 0; t < layout.length(b); t++) {
                System.arraycopy(padded, (b * layout.maxLength() + t) * size, rows, layout.row(b, t) * size, size);
            }
        }
        return rows;
    }

    /** {@code [B, S]}: for each direction h, then c if there is one, of {@code [layers * directions, B, _]}. */
    private static float[] initialState(Fixture fixture, List<RecurrentLayer> layers, int k, int batch) {
        if (!fixture.hasInput("h0")) {
            return null;
        }
        List<double[]> parts = new ArrayList<>(List.of(fixture.input("h0")));
        if (fixture.hasInput("c0")) {
            parts.add(fixture.input("c0"));
        }
        int directions = layers.get(k).reversedSize() > 0 ? 2 : 1;
        int size = layers.get(k).stateSize();
        float[] state = new float[batch * size];
        for (int b = 0; b < batch; b++) {
            int to = b * size;
            for (int direction = 0; direction < directions; direction++) {
                for (double[] part : parts) {
                    int width = part.length / layers.size() / directions / batch;
                    int from = ((k * directions + direction) * batch + b) * width;
                    for (int j = 0; j < width; j++) {
                        state[to++] = (float) part[from + j];
                    }
                }
            }
        }
        return state;
    }
}
