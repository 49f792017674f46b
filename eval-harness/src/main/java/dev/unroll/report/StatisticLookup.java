package dev.unroll.report;

import dev.unroll.comparison.Statistic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A run's statistics by what they are about. */
final class StatisticLookup {

    private final List<Statistic> all;
    private final Map<List<String>, Statistic> overSeeds = new HashMap<>();

    StatisticLookup(List<Statistic> all) {
        this.all = all;
        all.stream().filter(one -> one.seed() == null)
                .forEach(one -> overSeeds.put(List.of(one.task(), one.model(), one.other(), one.name()), one));
    }

    /** One over all seeds; {@code null} if there is none, or no number. */
    Statistic of(String task, String model, String other, String name) {
        Statistic found = overSeeds.get(List.of(task, model, other, name));
        return found == null || found.value() == null ? null : found;
    }

    /** Its value with these many digits, or a dash. */
    String value(String task, String model, String other, String name, int digits) {
        Statistic found = of(task, model, other, name);
        return found == null ? "–" : Numbers.significant(found.value(), digits);
    }

    /** Its value with its interval: {@code 0.42 [0.31, 0.50]}; without where there is none. */
    String interval(String task, String model, String other, String name, int digits) {
        Statistic found = of(task, model, other, name);
        return found == null || found.lower() == null || found.upper() == null ? value(task, model, other, name, digits)
                : Numbers.significant(found.value(), digits) + " [" + Numbers.significant(found.lower(), digits) + ", "
                        + Numbers.significant(found.upper(), digits) + "]";
    }

    /** Those of single seeds. */
    List<Statistic> bySeed(String task, String model, String other, String name) {
        return all.stream().filter(one -> one.seed() != null && one.task().equals(task) && one.model().equals(model)
                && one.other().equals(other) && one.name().equals(name)).toList();
    }
}
