package dev.unroll.comparison;

import dev.unroll.run.ItemScores;
import dev.unroll.run.TrialResult;
import dev.unroll.statistics.DieboldMariano;
import dev.unroll.statistics.McNemar;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Models compared on the items of the test part: whether the very models that were trained would differ on more data of
 * the same kind. Other seeds would give other models; of that only comparisons over seeds speak.
 *
 * <p>Where each example has one class, McNemar's test for every shared seed. Elsewhere (errors, shares of a sequence's
 * steps) the Diebold-Mariano test of the items' losses, each the mean over shared seeds; neighbours in a series may
 * share as many components as a target has, which sets how fine the variation is that is not taken for noise.
 */
final class ItemStatistics {

    private ItemStatistics() {
    }

    static void add(StatisticsList about, TaskScores task, List<Comparison> pairs,
            Map<List<String>, List<TrialResult>> trials, Function<String, Optional<ItemScores>> items) {
        for (Comparison pair : pairs) {
            double[] losses = null;
            int shared = 0;
            int targetSize = 1;
            for (TrialResult first : trials.getOrDefault(List.of(task.name(), pair.first()), List.of())) {
                Optional<TrialResult> second = trials.getOrDefault(List.of(task.name(), pair.second()), List.of()).stream()
                        .filter(trial -> trial.seed() == first.seed()).findFirst();
                Optional<ItemScores> ours = second.isEmpty() ? Optional.empty() : items.apply(first.id());
                Optional<ItemScores> theirs = ours.isEmpty() ? Optional.empty() : items.apply(second.get().id());
                if (theirs.isEmpty() || ours.get().values().length != theirs.get().values().length
                        || ours.get().values().length == 0) {
                    continue;
                }
                if (oneClassEach(ours.get()) && oneClassEach(theirs.get())) {
                    mcNemar(about, pair, first.seed(), ours.get().values(), theirs.get().values());
                    continue;
                }
                losses = losses == null ? new double[ours.get().values().length] : losses;
                double sign = ours.get().classes() ? -1 : 1;
                for (int i = 0; i < losses.length; i++) {
                    losses[i] += sign * ((double) ours.get().values()[i] - theirs.get().values()[i]);
                }
                targetSize = ours.get().targetSize();
                shared++;
            }
            if (shared > 0) {
                dieboldMariano(about, pair, losses, shared, targetSize);
            }
        }
    }

    private static boolean oneClassEach(ItemScores scores) {
        for (float value : scores.values()) {
            if (value != 0 && value != 1 && !Float.isNaN(value)) {
                return false;
            }
        }
        return scores.classes();
    }

    private static void mcNemar(StatisticsList about, Comparison pair, long seed, float[] ours, float[] theirs) {
        int onlyOurs = 0;
        int onlyTheirs = 0;
        for (int i = 0; i < ours.length; i++) {
            onlyOurs += ours[i] > theirs[i] ? 1 : 0;
            onlyTheirs += ours[i] < theirs[i] ? 1 : 0;
        }
        McNemar test = McNemar.of(onlyOurs, onlyTheirs);
        about.add(pair.first(), pair.second(), seed, "items that only it gets right", onlyOurs, ours.length);
        about.add(pair.first(), pair.second(), seed, "items that only the other gets right", onlyTheirs, ours.length);
        about.add(pair.first(), pair.second(), seed, "p by McNemar, exact", test.exact(), onlyOurs + onlyTheirs);
        about.add(pair.first(), pair.second(), seed, "p by McNemar, mid-p", test.mid(), onlyOurs + onlyTheirs);
    }

    private static void dieboldMariano(StatisticsList about, Comparison pair, double[] losses, int shared,
            int targetSize) {
        double[] known = Arrays.stream(losses).filter(Double::isFinite).map(loss -> loss / shared).toArray();
        if (DieboldMariano.enough(known.length, targetSize)) {
            DieboldMariano test = DieboldMariano.of(known, targetSize, DieboldMariano.Kernel.COSINES);
            about.add(pair.first(), pair.second(), "difference of items' losses", test.mean(), known.length);
            about.add(pair.first(), pair.second(), "p by Diebold-Mariano", test.p(), known.length);
        }
    }
}
