package dev.unroll.gradient;

import dev.unroll.model.Parameter;
import dev.unroll.model.Trace.StepValues;
import dev.unroll.model.TraceRequest;
import dev.unroll.statistics.Quantiles;
import java.util.Arrays;
import java.util.List;

/**
 * How sensitive the loss is to the parameters of a unit, by how long the unit remembers: long memory raises it even
 * where gradients neither vanish nor explode (Zucchet &amp; Orvieto 2024, arXiv 2405.21064).
 *
 * <pre>
 * p_j = ‖∂L/∂θ_j‖₂       θ_j: all parameters of the layer that go into unit j, of all gates
 * τ_j = -1 / ln f̄_j      its {@link GateUse time constant}
 * </pre>
 *
 * These are its columns of the input and recurrent weights and its biases, and where the layer has them its recurrent bias,
 * peepholes and gains. L is the mean loss of the probe.
 * For layers with forget or update gates; of the tables, one has every unit, the other
 * the medians of a quarter of the units each, from those that forget soonest.
 */
final class ParameterGradients implements Measure {

    private static final int GROUPS = 4;

    @Override
    public String name() {
        return "parameters";
    }

    @Override
    public String description() {
        return "norms of parameters' gradients by the time constants of their units";
    }

    @Override
    public List<MeasureTable> of(Subject subject) {
        MeasureTable summary = MeasureTable.of("parameters-summary", "Norm of the gradient with respect to what goes"
                + " into a unit, medians over a quarter of the units each, by time constant in"
                + " steps.", "layer", "quarter", "tau",
                "norm").printed();
        MeasureTable table = MeasureTable.of("parameters", "Norm of the gradient with respect to what goes into each"
                + " unit, and its time constant in steps.", "layer", "unit", "tau", "norm");
        ProbeStates states = ProbeStates.of(subject.network(), subject.probe());
        subject.network().trace(subject.probe().batch(), new TraceRequest(false, false, false));
        states.values().forEach((name, values) -> {
            if (GateUse.remembers(name)) {
                String layer = name.substring(0, name.lastIndexOf('.'));
                layer(subject, layer, values, states.lengths(), table, summary);
            }
        });
        return table.rows().isEmpty() ? List.of() : List.of(summary, table);
    }

    private static void layer(Subject subject, String layer, StepValues gate, int[] lengths, MeasureTable table,
            MeasureTable summary) {
        double[] tau = GateUse.timeConstants(gate, lengths);
        double[] norms = norms(subject, layer, tau.length);
        Integer[] order = new Integer[tau.length];
        Arrays.setAll(order, j -> j);
        Arrays.sort(order, (a, b) -> Double.compare(tau[a], tau[b]));
        for (int j = 0; j < tau.length; j++) {
            table.row(layer, j, tau[j], norms[j]);
        }
        for (int group = 0; group < GROUPS; group++) {
            int from = group * order.length / GROUPS;
            int to = (group + 1) * order.length / GROUPS;
            if (from < to) {
                summary.row(layer, group + 1, median(tau, order, from, to), median(norms, order, from, to));
            }
        }
    }

    private static double median(double[] values, Integer[] order, int from, int to) {
        double[] some = new double[to - from];
        for (int i = 0; i < some.length; i++) {
            some[i] = values[order[from + i]];
        }
        Arrays.sort(some);
        return Quantiles.of(some, 0.5);
    }

    /**
     * {@code [H]}, p: column {@code g H + j} of a weight {@code [_, G H]} or bias {@code [G H]} goes into unit j; one whose
     * columns are not the layer's units, a projection, goes into none.
     */
    private static double[] norms(Subject subject, String layer, int units) {
        double[] squares = new double[units];
        for (Parameter parameter : subject.network().parameters()) {
            int[] shape = parameter.shape();
            int columns = shape[shape.length - 1];
            // Another direction's are named after the layer too, with one more word.
            boolean its = parameter.name().startsWith(layer + ".") && parameter.name().lastIndexOf('.') == layer.length();
            if (its && columns % units == 0) {
                for (int i = 0; i < parameter.size(); i++) {
                    double d = parameter.gradient()[i];
                    squares[i % columns % units] += d * d;
                }
            }
        }
        return Arrays.stream(squares).map(Math::sqrt).toArray();
    }
}
