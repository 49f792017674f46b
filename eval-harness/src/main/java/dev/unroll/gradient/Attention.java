package dev.unroll.gradient;

import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Trace.StepValues;
import dev.unroll.model.TraceRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the heads of a Transformer look at. With a_ij the weight that query i gives key j, over the n steps of a
 * sequence, means over queries and sequences:
 *
 * <pre>
 * entropy  H_i = -Σ_j a_ij ln a_ij
 * distance d_i = Σ_j a_ij |i - j|              (after Dosovitskiy et al. 2021, arXiv 2010.11929)
 * rollout  Ã = ½(A + I), R = Ã_L ⋯ Ã_1         with A the mean over heads (Abnar &amp; Zuidema 2020, arXiv 2005.00928)
 * </pre>
 *
 * <p>Attention reach and gradient reach are not the same: attention says where a model looks, the gradient what
 * difference it makes (Jain &amp; Wallace 2019, arXiv 1902.10186). The table of reaches has both, as shares of all
 * steps back from the loss.
 */
final class Attention implements Measure {

    private static final int MOST_SEQUENCES = 8;
    private static final long MOST_VALUES = 1L << 23;
    private static final int LONGEST_MAP = 128;

    @Override
    public String name() {
        return "attention";
    }

    @Override
    public String description() {
        return "entropy, distance, maps and rollout of attention, beside the reach of gradients";
    }

    @Override
    public List<MeasureTable> of(Subject subject) {
        SequenceModel model = subject.network();
        Probe probe = subject.probe();
        int count = (int) Math.min(Math.min(MOST_SEQUENCES, probe.batch().size()),
                Math.max(1, MOST_VALUES / ((long) probe.batch().maxLength() * probe.batch().maxLength() * 16)));
        int[] chosen = new int[count];
        Arrays.setAll(chosen, b -> b);
        SequenceBatch batch = Sequences.select(probe.batch(), model.task(), chosen);
        Map<String, StepValues> heads = model.trace(batch, TraceRequest.ATTENTION).states();
        if (heads.isEmpty()) {
            return List.of();
        }
        return List.of(summary(heads, batch), map(heads, batch), reach(heads, batch, subject));
    }

    private static MeasureTable summary(Map<String, StepValues> heads, SequenceBatch batch) {
        MeasureTable table = MeasureTable.of("attention-summary", "Entropy of each head's attention in nats, beside"
                + " that of attention that is even, and the mean distance of what it looks at, in steps: means over"
                + " queries.", "head",
                "entropy", "even-entropy", "distance").printed();
        heads.forEach((name, weights) -> {
            double entropy = 0;
            double even = 0;
            double distance = 0;
            long queries = 0;
            for (int b = 0; b < batch.size(); b++) {
                for (int i = 0; i < batch.lengths()[b]; i++) {
                    int seen = 0;
                    for (int j = 0; j < batch.lengths()[b]; j++) {
                        double a = weights.value(b, i, j);
                        if (a > 0) {
                            entropy -= a * StrictMath.log(a);
                            seen++;
                        }
                        distance += a * Math.abs(i - j);
                    }
                    even += StrictMath.log(Math.max(1, seen));
                    queries++;
                }
            }
            table.row(name, entropy / queries, even / queries, distance / queries);
        });
        return table;
    }

    /** The whole of the first sequence, unless it is too long for anybody to look at. */
    private static MeasureTable map(Map<String, StepValues> heads, SequenceBatch batch) {
        MeasureTable table = MeasureTable.of("attention-map", "Weight that each query of the first probe sequence"
                + " gives each key, per head; sequences of up to " + LONGEST_MAP + ""
                + " steps.", "head", "query", "key", "weight");
        int steps = batch.lengths()[0];
        for (Map.Entry<String, StepValues> head : heads.entrySet()) {
            for (int i = 0; steps <= LONGEST_MAP && i < steps; i++) {
                for (int j = 0; j < steps; j++) {
                    float weight = head.getValue().value(0, i, j);
                    if (weight > 0) {
                        table.row(head.getKey(), i, j, (double) weight);
                    }
                }
            }
        }
        return table;
    }

    private static MeasureTable reach(Map<String, StepValues> heads, SequenceBatch batch, Subject subject) {
        MeasureTable table = MeasureTable.of("attention-reach", "Share that the step so many steps back has of what"
                + " the step of the loss attends to, in the last layer and rolled out over all, and of the gradient's"
                + " norm with respect to the input.", "lag", "last-layer", "rollout", "gradient")
                .drawn(new MeasureTable.Figure("lag", "rollout", List.of(), true));
        int[] lossStep = subject.probe().lossStep();
        int lags = 0;
        for (int b = 0; b < batch.size(); b++) {
            lags = Math.max(lags, lossStep[b] + 1);
        }
        double[] last = new double[lags];
        double[] rolled = new double[lags];
        int counted = 0;
        List<List<StepValues>> layers = layers(heads);
        for (int b = 0; b < batch.size(); b++) {
            if (lossStep[b] < 0) {
                continue;
            }
            counted++;
            double[] rollout = rollout(layers, b, lossStep[b], batch.lengths()[b]);
            for (int lag = 0; lag <= lossStep[b]; lag++) {
                rolled[lag] += rollout[lossStep[b] - lag];
                for (StepValues head : layers.get(layers.size() - 1)) {
                    last[lag] += head.value(b, lossStep[b], lossStep[b] - lag) / layers.get(layers.size() - 1).size();
                }
            }
        }
        double[] gradient = new GradientReachAnalysis(subject.probe()).measure(subject.network()).median();
        double total = Arrays.stream(gradient).sum();
        for (int lag = 0; lag < lags; lag++) {
            table.row(lag, last[lag] / counted, rolled[lag] / counted,
                    lag < gradient.length && total > 0 ? (Object) (gradient[lag] / total) : null);
        }
        return table;
    }

    /** Heads by layer, from the input up. */
    private static List<List<StepValues>> layers(Map<String, StepValues> heads) {
        Map<String, List<StepValues>> layers = new LinkedHashMap<>();
        heads.forEach((name, values) ->
                layers.computeIfAbsent(name.substring(0, name.indexOf('.')), layer -> new ArrayList<>()).add(values));
        return List.copyOf(layers.values());
    }

    /**
     * The row of R for one query, {@code [n]}: a row vector that goes through the layers from the top down.
     */
    static double[] rollout(List<List<StepValues>> layers, int sequence, int query, int steps) {
        double[] row = new double[steps];
        row[query] = 1;
        for (int l = layers.size() - 1; l >= 0; l--) {
            double[] below = new double[steps];
            for (int i = 0; i < steps; i++) {
                if (row[i] != 0) {
                    below[i] += row[i] / 2;
                    for (StepValues head : layers.get(l)) {
                        for (int j = 0; j < steps; j++) {
                            below[j] += row[i] / 2 * head.value(sequence, i, j) / layers.get(l).size();
                        }
                    }
                }
            }
            row = below;
        }
        return row;
    }
}
