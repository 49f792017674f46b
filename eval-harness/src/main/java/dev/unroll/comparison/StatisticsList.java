package dev.unroll.comparison;

import dev.unroll.statistics.Interval;
import java.util.ArrayList;
import java.util.List;

/** {@link Statistic}s being collected about one task. */
final class StatisticsList {

    private final List<Statistic> all;
    private final String task;

    private StatisticsList(List<Statistic> all, String task) {
        this.all = all;
        this.task = task;
    }

    StatisticsList() {
        this(new ArrayList<>(), RunComparisons.ALL_TASKS);
    }

    /** The same list, for what is about another task. */
    StatisticsList about(String name) {
        return new StatisticsList(all, name);
    }

    void add(String model, String other, String name, double value, int n) {
        all.add(new Statistic(task, model, other, null, name, value, null, null, n));
    }

    void add(String model, String other, String name, Interval interval, int n) {
        all.add(new Statistic(task, model, other, null, name, interval.estimate(), interval.lower(), interval.upper(), n));
    }

    void add(String model, String other, long seed, String name, double value, int n) {
        all.add(new Statistic(task, model, other, seed, name, value, null, null, n));
    }

    List<Statistic> toList() {
        return List.copyOf(all);
    }
}
