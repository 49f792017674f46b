package dev.unroll.gradient;

import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Trace.StepValues;
import dev.unroll.model.TraceRequest;
import java.util.Arrays;
import java.util.Map;

/**
 * The inner states of a model over the probe: over as many of its sequences, from the first, as hold a few million
 * values, so that what a large model holds of long sequences fits beside its training.
 *
 * @param values  by name, such as {@code layer0.forgetGate}
 * @param lengths {@code [B]}, of the sequences
 */
record ProbeStates(Map<String, StepValues> values, int[] lengths) {

    private static final long MOST_VALUES = 1L << 22;

    static ProbeStates of(SequenceModel model, Probe probe) {
        SequenceBatch first = Sequences.select(probe.batch(), model.task(), 0);
        Map<String, StepValues> one = model.trace(first, TraceRequest.STATES).states();
        long perStep = one.values().stream().mapToLong(StepValues::size).sum();
        int most = (int) Math.max(1, Math.min(probe.batch().size(),
                MOST_VALUES / Math.max(1, perStep * probe.batch().maxLength())));
        if (perStep == 0 || most == 1) {
            return new ProbeStates(one, first.lengths());
        }
        int[] chosen = new int[most];
        Arrays.setAll(chosen, b -> b);
        SequenceBatch some = Sequences.select(probe.batch(), model.task(), chosen);
        return new ProbeStates(model.trace(some, TraceRequest.STATES).states(), some.lengths());
    }
}
