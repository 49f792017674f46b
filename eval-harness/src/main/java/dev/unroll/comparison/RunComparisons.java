package dev.unroll.comparison;

import dev.unroll.run.RunResults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a run compares, in two families of comparisons, each corrected for being many:
 *
 * <ul>
 * <li>every model with every other, on every task, and over all tasks together if at least two have a
 *     {@linkplain TaskScores#skill skill}: there the score of a seed is its mean skill over them;
 * <li>every model with the best naive baseline of every task. A baseline's score is one number.
 * </ul>
 *
 * Models are in the order of the run, so that which is called the first depends on no score.
 */
public final class RunComparisons {

    /** The name of all tasks together. */
    public static final String ALL_TASKS = "";

    private final List<TaskScores> tasks;
    private final List<String> models;
    private final int seeds;
    private final Map<String, SortedMap<Long, Double>> skills = new LinkedHashMap<>();
    private final List<Comparison> pairs;
    private final List<Comparison> baselines;
    private final Map<List<String>, Comparison> byNames = new HashMap<>();
    private final Map<List<String>, Comparison> besideBaseline = new HashMap<>();

    private RunComparisons(RunResults results) {
        tasks = TaskScores.of(results);
        seeds = results.seeds().size();
        models = results.models().stream().map(RunResults.ModelResult::name).toList();
        models.forEach(model -> skills.put(model, meanSkills(model)));
        Family family = new Family();
        Family beside = new Family();
        for (TaskScores task : tasks) {
            Map<String, SortedMap<Long, Double>> directed = new LinkedHashMap<>();
            models.forEach(model -> directed.put(model, task.directed(model)));
            addPairs(family, task.name(), directed, task.rounding() * Math.sqrt(2));
            if (task.baseline() != null) {
                double score = task.direction() * task.baseline().value();
                directed.forEach((model, scores) -> beside.add(task.name(), model, task.baseline().name(),
                        scores.values().stream().mapToDouble(value -> value - score).toArray(), task.rounding()));
            }
        }
        if (withSkill().size() > 1) {
            double squares = withSkill().stream().mapToDouble(task -> task.skillRounding() * task.skillRounding()).sum();
            addPairs(family, ALL_TASKS, skills, Math.sqrt(2 * squares) / withSkill().size());
        }
        pairs = family.compare();
        baselines = beside.compare();
        pairs.forEach(pair -> byNames.put(List.of(pair.task(), pair.first(), pair.second()), pair));
        baselines.forEach(one -> besideBaseline.put(List.of(one.task(), one.first()), one));
    }

    public static RunComparisons of(RunResults results) {
        return new RunComparisons(results);
    }

    private static void addPairs(Family family, String task, Map<String, SortedMap<Long, Double>> scores,
            double deviation) {
        List<String> names = new ArrayList<>(scores.keySet());
        for (int i = 0; i < names.size(); i++) {
            for (int j = i + 1; j < names.size(); j++) {
                if (!scores.get(names.get(i)).isEmpty() && !scores.get(names.get(j)).isEmpty()) {
                    family.add(task, names.get(i), scores.get(names.get(i)), names.get(j), scores.get(names.get(j)),
                            deviation);
                }
            }
        }
    }

    /** By seed the mean skill over all tasks that have one; of the seeds that have scores on each of them. */
    private SortedMap<Long, Double> meanSkills(String model) {
        SortedMap<Long, Double> means = new TreeMap<>();
        List<TaskScores> counted = withSkill();
        for (TaskScores task : counted) {
            task.scores().get(model).forEach((seed, score) -> {
                if (counted.stream().allMatch(one -> one.scores().get(model).containsKey(seed))) {
                    means.merge(seed, task.skill(score) / counted.size(), Double::sum);
                }
            });
        }
        return means;
    }

    /** Tasks that count where all are taken together. */
    public List<TaskScores> withSkill() {
        return tasks.stream().filter(TaskScores::hasSkill).toList();
    }

    /** Every task, in the order of the run. */
    public List<TaskScores> tasks() {
        return tasks;
    }

    public List<String> models() {
        return models;
    }

    /** How many seeds every model was to be trained with on every task. */
    public int seeds() {
        return seeds;
    }

    /** By seed, a model's mean skill over all tasks that have one. */
    public SortedMap<Long, Double> skills(String model) {
        return skills.get(model);
    }

    /**
     * A model's skills, {@code [runs][tasks]}: of the seeds that have scores on every task that has a skill, in rising
     * order.
     */
    public double[][] skillMatrix(String model) {
        List<TaskScores> counted = withSkill();
        return skills.get(model).keySet().stream().map(seed -> counted.stream()
                .mapToDouble(task -> task.skill(task.scores().get(model).get(seed))).toArray()).toArray(double[][]::new);
    }

    /** All pairs of models, by task; those over all tasks come last. */
    public List<Comparison> pairs() {
        return pairs;
    }

    /** Every model beside the best baseline, by task. */
    public List<Comparison> baselines() {
        return baselines;
    }

    /**
     * A pair as seen from one of the two.
     *
     * @param task name of a dataset, or {@link #ALL_TASKS}
     * @return {@code null} if they were not compared
     */
    public Comparison between(String task, String first, String second) {
        Comparison pair = byNames.get(List.of(task, first, second));
        Comparison reverse = byNames.get(List.of(task, second, first));
        return pair != null || reverse == null ? pair : reverse.reversed();
    }

    /** A model beside the best baseline of a task; {@code null} if there is none. */
    public Comparison withBaseline(String task, String model) {
        return besideBaseline.get(List.of(task, model));
    }
}
