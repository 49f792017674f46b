package dev.unroll.gradient;

import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.TraceRequest;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * How much context a model makes use of, by taking it away (Khandelwal, He, Qi &amp; Jurafsky 2018, "Sharp nearby,
 * fuzzy far away", arXiv 1805.04623): what stands more than n steps before the loss is
 *
 * <pre>
 * shuffled   put in another order
 * replaced   by steps of other sequences of the probe
 * dropped    left out, so that the sequence begins n steps before the loss
 * </pre>
 *
 * and the effective context is the least n whose loss, and that of every greater n, is less than 1 % above that with
 * everything there. Shuffling alone tells order from content. Draws follow from the place in the probe, so that every
 * model sees the same.
 */
final class Context implements Measure {

    private static final double RISE = 0.01;
    private static final long SEED = 1;

    private enum Way {
        SHUFFLED, REPLACED, DROPPED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String name() {
        return "context";
    }

    @Override
    public String description() {
        return "effective context: how far back steps can be shuffled, replaced or dropped before the loss rises by 1"
                + " %";
    }

    @Override
    public List<MeasureTable> of(Subject subject) {
        MeasureTable summary = MeasureTable.of("context-summary", "Least number of steps before the loss that must be"
                + " left as they are, so that the loss rises by less than 1 % whatever is done to those"
                + " before.", "done-to-earlier",
                "loss", "context").printed();
        MeasureTable table = MeasureTable.of("context", "Loss when only so many steps before the loss are left as they"
                + " are.",
                "done-to-earlier", "kept", "loss", "rise").drawn(new MeasureTable.Figure("kept", "loss",
                List.of("done-to-earlier"), false));
        Probe probe = subject.probe();
        double whole = loss(subject.network(), probe.batch());
        for (Way way : Way.values()) {
            if (way == Way.REPLACED && probe.batch().size() == 1) {
                // There are no other sequences to take steps of.
                continue;
            }
            int context = probe.distances();
            boolean still = true;
            List<Object[]> rows = new ArrayList<>();
            for (int kept : kept(probe.distances()).descendingSet()) {
                double loss = loss(subject.network(), changed(probe, subject.network().task(), way, kept));
                double rise = loss / whole - 1;
                still &= rise < RISE;
                context = still ? kept : context;
                rows.add(new Object[] {way.word(), kept, loss, rise});
            }
            for (int i = rows.size() - 1; i >= 0; i--) {
                table.row(rows.get(i));
            }
            summary.row(way.word(), whole, context);
        }
        return table.rows().isEmpty() ? List.of() : List.of(summary, table);
    }

    private static double loss(SequenceModel model, SequenceBatch batch) {
        return model.trace(batch, new TraceRequest(false, false, false)).loss();
    }

    /** All up to 8, then a quarter more each time, to all. */
    private static TreeSet<Integer> kept(int distances) {
        TreeSet<Integer> kept = new TreeSet<>();
        for (int n = 1; n < distances; n += Math.max(1, n / 4)) {
            kept.add(n);
        }
        if (distances > 0) {
            kept.add(distances);
        }
        return kept;
    }

    private static SequenceBatch changed(Probe probe, Task task, Way way, int kept) {
        SequenceBatch batch = Sequences.select(probe.batch(), task, all(probe.batch().size()));
        if (way == Way.DROPPED) {
            return dropped(batch, probe, task, kept);
        }
        for (int b = 0; b < batch.size(); b++) {
            int before = probe.lossStep()[b] + 1 - kept;
            if (before <= 0) {
                continue;
            }
            RandomStream draw = Randomness.of(SEED, Purpose.PROBE).derive(b).stream();
            int[] order = draw.permutation(before);
            for (int t = 0; t < before; t++) {
                if (way == Way.SHUFFLED) {
                    copyStep(probe.batch(), b, order[t], batch, b, t, task);
                } else {
                    int other = (b + 1 + draw.nextInt(batch.size() - 1)) % batch.size();
                    copyStep(probe.batch(), other, draw.nextInt(batch.lengths()[other]), batch, b, t, task);
                }
            }
        }
        return batch;
    }

    private static int[] all(int count) {
        int[] all = new int[count];
        Arrays.setAll(all, b -> b);
        return all;
    }

    private static void copyStep(SequenceBatch from, int b, int t, SequenceBatch to, int c, int s, Task task) {
        int source = b * from.maxLength() + t;
        int target = c * to.maxLength() + s;
        if (from.tokens() != null) {
            to.tokens()[target] = from.tokens()[source];
        } else {
            int size = ((Task.Features) task.input()).size();
            System.arraycopy(from.features(), source * size, to.features(), target * size, size);
        }
    }

    /** The last kept steps up to the loss, and what comes after it. */
    private static SequenceBatch dropped(SequenceBatch batch, Probe probe, Task task, int kept) {
        int longest = batch.maxLength();
        int size = task.input() instanceof Task.Features f ? f.size() : 0;
        boolean perStep = task.target().perStep();
        int[] lengths = batch.lengths().clone();
        for (int b = 0; b < lengths.length; b++) {
            int gone = Math.max(0, probe.lossStep()[b] + 1 - kept);
            lengths[b] -= gone;
            move(batch.features(), (b * longest + gone) * size, b * longest * size, lengths[b] * size);
            move(batch.tokens(), b * longest + gone, b * longest, lengths[b]);
            if (perStep) {
                move(batch.classes(), b * longest + gone, b * longest, lengths[b]);
                move(batch.weights(), b * longest + gone, b * longest, lengths[b]);
            }
        }
        return Sequences.repadded(batch, longest, lengths, task);
    }

    private static void move(Object array, int from, int to, int count) {
        if (array != null) {
            System.arraycopy(array, from, array, to, count);
        }
    }
}
