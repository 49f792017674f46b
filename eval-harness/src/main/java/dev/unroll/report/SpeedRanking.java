package dev.unroll.report;

import dev.unroll.run.RunResults;
import dev.unroll.run.RunTiming;
import dev.unroll.run.SpeedMeasurement;
import dev.unroll.run.TrialTiming;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How fast each model trains on each dataset, and who is fastest. Undisturbed measurements are used if the run has any;
 * else the median over the trials of the time in them, which other trials may have slowed.
 */
final class SpeedRanking {

    /** A ratio of medians below this is a tie where the spreads of the updates overlap. */
    private static final double CLEAR = 1.15;

    private final Map<String, Map<String, SpeedMeasurement>> speed = new LinkedHashMap<>();
    private final boolean undisturbed;

    SpeedRanking(RunResults results, RunTiming timing) {
        undisturbed = !timing.speed().isEmpty();
        results.datasets().forEach(dataset -> speed.put(dataset.name(), new LinkedHashMap<>()));
        List<SpeedMeasurement> measured = undisturbed ? timing.speed() : fromTrials(results, timing);
        for (SpeedMeasurement one : measured) {
            if (speed.containsKey(one.dataset()) && one.millisPerUpdate() > 0) {
                speed.get(one.dataset()).put(one.model(), one);
            }
        }
    }

    private static List<SpeedMeasurement> fromTrials(RunResults results, RunTiming timing) {
        List<SpeedMeasurement> all = new ArrayList<>();
        for (RunResults.DatasetResult dataset : results.datasets()) {
            for (RunResults.ModelResult model : results.models()) {
                List<TrialTiming> times = TrialLookup.times(results, timing, dataset.name(), model.name()).stream()
                        .filter(time -> time.millisPerUpdate() > 0)
                        .sorted(Comparator.comparingDouble(TrialTiming::millisPerUpdate))
                        .toList();
                if (!times.isEmpty()) {
                    TrialTiming middle = times.get(times.size() / 2);
                    all.add(new SpeedMeasurement(dataset.name(), model.name(), 0, middle.millisPerUpdate(),
                            middle.lowerMillis(), middle.upperMillis(), middle.sequencesPerSecond()));
                }
            }
        }
        return all;
    }

    boolean isEmpty() {
        return speed.values().stream().allMatch(Map::isEmpty);
    }

    /** Whether the figures come from measurements made alone on the machine. */
    boolean undisturbed() {
        return undisturbed;
    }

    /** The measurement, or {@code null} if there is none. */
    SpeedMeasurement of(String dataset, String model) {
        return speed.getOrDefault(dataset, Map.of()).get(model);
    }

    /**
     * Who is fastest, and how many times the next: one sentence per fastest model, none if nobody was compared. Where
     * another is too close to call, nobody is.
     */
    List<String> sentences() {
        Map<String, List<String>> datasets = new LinkedHashMap<>();
        Map<String, double[]> range = new LinkedHashMap<>();
        speed.forEach((dataset, models) -> {
            List<SpeedMeasurement> ordered = models.values().stream()
                    .sorted(Comparator.comparingDouble(SpeedMeasurement::millisPerUpdate)).toList();
            if (ordered.size() > 1 && ordered.stream().skip(1).allMatch(other -> apart(ordered.get(0), other))) {
                String name = ordered.get(0).model();
                double ratio = ordered.get(1).millisPerUpdate() / ordered.get(0).millisPerUpdate();
                datasets.computeIfAbsent(name, key -> new ArrayList<>()).add(dataset);
                double[] seen = range.computeIfAbsent(name, key -> new double[] {ratio, ratio});
                seen[0] = Math.min(seen[0], ratio);
                seen[1] = Math.max(seen[1], ratio);
            }
        });
        List<String> sentences = new ArrayList<>();
        datasets.forEach((model, names) -> {
            String where = names.size() < speed.size() ? " on " + Html.list(names) : speed.size() > 1
                    ? " on every dataset" : "";
            sentences.add("The " + model + " is fastest per update" + where
                    + (undisturbed ? "" : " in trials that may have run beside others") + ", " + times(range.get(model))
                    + " times the speed of the next.");
        });
        return sentences;
    }

    /** Whether the spreads of the updates are apart, or the medians far apart. */
    private static boolean apart(SpeedMeasurement first, SpeedMeasurement other) {
        return first.upperMillis() < other.lowerMillis() || other.millisPerUpdate() >= CLEAR * first.millisPerUpdate();
    }

    private static String times(double[] range) {
        String low = Numbers.significant(range[0], 2);
        String high = Numbers.significant(range[1], 2);
        return low.equals(high) ? low : low + " to " + high;
    }
}
