package dev.unroll.gradient;

import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.Trace.StepValues;
import dev.unroll.model.TraceRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What becomes of hidden states on sequences longer than those trained on: ‖h_t‖₂ and ‖h_t − h_T‖₂ by step, means over
 * sequences (Arjovsky, Shah &amp; Bengio 2016, arXiv 1511.06464). States that have stopped changing no longer count, or
 * remember.
 *
 * <p>A long sequence is four of the probe's, one after another; for recurrent models, whose states have a gradient.
 */
final class HiddenNorms implements Measure {

    private static final int TIMES = 4;
    private static final int MOST_SEQUENCES = 8;

    @Override
    public String name() {
        return "hidden";
    }

    @Override
    public String description() {
        return "norms of hidden states, and their distance to the last, beyond the trained length";
    }

    @Override
    public List<MeasureTable> of(Subject subject) {
        SequenceModel model = subject.network();
        SequenceBatch probe = subject.probe().batch();
        SequenceBatch one = Sequences.select(probe, model.task(), 0);
        List<String> states = model.trace(one, TraceRequest.GRADIENT_NORMS).gradientNorms().keySet().stream()
                .filter(name -> name.endsWith(".hidden")).toList();
        if (states.isEmpty()) {
            return List.of();
        }
        int trained = probe.maxLength();
        SequenceBatch longer = longer(probe, model.task());
        MeasureTable table = MeasureTable.of("hidden", "Norm of each layer's hidden state by step on sequences of"
                + " " + TIMES
                + " times as many steps as the data's, and its distance to the last: means over"
                + " sequences.", "state", "step",
                "trained-steps", "norm", "distance-to-last").drawn(new MeasureTable.Figure("step", "norm",
                List.of("state"), false));
        Map<String, StepValues> values = model.trace(longer, TraceRequest.STATES).states();
        for (String state : states) {
            StepValues hidden = values.get(state);
            int steps = Arrays.stream(longer.lengths()).min().orElse(0);
            for (int t = 0; t < steps; t++) {
                double norm = 0;
                double distance = 0;
                for (int b = 0; b < longer.size(); b++) {
                    norm += norm(hidden, b, t, -1);
                    distance += norm(hidden, b, t, longer.lengths()[b] - 1);
                }
                table.row(state, t, trained, norm / longer.size(), distance / longer.size());
            }
        }
        return List.of(table);
    }

    /** @param from the step whose state is subtracted; −1 for none */
    private static double norm(StepValues hidden, int sequence, int step, int from) {
        double square = 0;
        for (int j = 0; j < hidden.size(); j++) {
            double d = hidden.value(sequence, step, j) - (from < 0 ? 0 : hidden.value(sequence, from, j));
            square += d * d;
        }
        return Math.sqrt(square);
    }

    /** Sequence b, b + 1 and so on, one after another; what their targets are matters to no state. */
    private static SequenceBatch longer(SequenceBatch batch, Task task) {
        int count = Math.min(MOST_SEQUENCES, batch.size());
        int longest = batch.maxLength();
        int features = task.input() instanceof Task.Features f ? f.size() : 0;
        int[] lengths = new int[count];
        for (int b = 0; b < count; b++) {
            for (int k = 0; k < TIMES; k++) {
                lengths[b] += batch.lengths()[(b + k) % batch.size()];
            }
        }
        int steps = Arrays.stream(lengths).max().orElse(1);
        float[] x = batch.features() == null ? null : new float[count * steps * features];
        int[] tokens = batch.tokens() == null ? null : new int[count * steps];
        for (int b = 0; b < count; b++) {
            int at = b * steps;
            for (int k = 0; k < TIMES; k++) {
                int source = (b + k) % batch.size();
                int length = batch.lengths()[source];
                if (x != null) {
                    System.arraycopy(batch.features(), source * longest * features, x, at * features,
                            length * features);
                } else {
                    System.arraycopy(batch.tokens(), source * longest, tokens, at, length);
                }
                at += length;
            }
        }
        int targets = task.target().perStep() ? count * steps : count;
        boolean classes = task.target().classification();
        return new SequenceBatch(lengths, x, tokens, classes ? null : new float[targets * task.target().size()],
                classes ? new int[targets] : null, null);
    }
}
