package dev.unroll.report;

import dev.unroll.comparison.AcrossTasks;
import dev.unroll.comparison.Comparison;
import dev.unroll.comparison.RunComparisons;
import dev.unroll.comparison.Standing;
import dev.unroll.comparison.Statistic;
import dev.unroll.comparison.TaskScores;
import dev.unroll.statistics.Friedman;
import java.util.ArrayList;
import java.util.List;

/** The numbers behind the verdict: models over all tasks together, and every pair on every task with its tests. */
final class ComparisonTable {

    private static final double LEVEL = 0.05;

    private ComparisonTable() {
    }

    static String html(Report report) {
        return acrossTasks(report) + pairs(report);
    }

    /** Empty unless two tasks can be taken together. */
    private static String acrossTasks(Report report) {
        List<TaskScores> tasks = report.comparisons.withSkill();
        if (tasks.size() < 2) {
            return "";
        }
        StringBuilder content = new StringBuilder(Html.head(List.of("Model", "Mean skill", "Interquartile mean", "Median",
                "Optimality gap", "Mean rank", "Rank by what is shown"))).append("<tbody>\n");
        Standing standing = Standing.overall(report.comparisons);
        for (String model : report.modelNames()) {
            Standing.Score score = standing.score(model);
            content.append(Html.row(report.mark(model), List.of(of(report, model, "mean of skills"),
                    of(report, model, "interquartile mean of skills"), of(report, model, "median of skills"),
                    of(report, model, "optimality gap of skills"),
                    report.statistics.value(RunComparisons.ALL_TASKS, model, "", "mean rank", 3),
                    score == null ? "–" : score.rank())));
        }
        List<String> names = tasks.stream().map(TaskScores::name).toList();
        return report.table("Over " + Html.text(Html.list(names)) + " together. Skill is 0 for the best naive baseline, 1 for "
                + "a perfect score and no less than −1; a model’s runs of all tasks make its numbers (Agarwal et al. "
                + "2021), with 95 % intervals by a stratified bootstrap where runs are enough for one. " + ranks(report),
                content.append("</tbody>\n").toString());
    }

    private static String of(Report report, String model, String name) {
        return report.statistics.interval(RunComparisons.ALL_TASKS, model, "", name, 2);
    }

    private static String ranks(Report report) {
        AcrossTasks.Ranks ranks = AcrossTasks.ranks(report.comparisons);
        if (ranks.ranks() == null) {
            return "";
        }
        Friedman friedman = ranks.ranks();
        StringBuilder words = new StringBuilder("Ranks over tasks: p ").append(VerdictText.probability(friedman.p()))
                .append(" (Friedman); mean ranks differ if they are ")
                .append(Numbers.significant(friedman.criticalDifference(), 3)).append(" apart (Nemenyi)");
        List<String> groups = new ArrayList<>();
        for (List<Integer> group : friedman.groups()) {
            groups.add(Html.list(group.stream().map(ranks.models()::get).toList()));
        }
        return Html.text(words + (groups.isEmpty() ? "." : "; not shown to differ: " + String.join("; ", groups) + "."));
    }

    private static String pairs(Report report) {
        if (report.comparisons.pairs().isEmpty()) {
            return "";
        }
        StringBuilder content = new StringBuilder(Html.head(List.of("Models", "Difference<small>95 % interval</small>",
                "p", "p corrected<small>Holm</small>", "p corrected<small>Benjamini-Hochberg</small>",
                "p<small>random signs</small>", "p<small>Wilcoxon</small>", "Hedges’ g", "Cliff’s δ", "On items",
                "Seeds<small>shared; needed</small>")));
        for (TaskScores task : report.comparisons.tasks()) {
            group(report, content, task.name(), Html.text(task.name()) + " "
                    + Html.text(Report.metric(task.dataset().primaryMetric(), task.dataset())));
        }
        group(report, content, RunComparisons.ALL_TASKS, "all tasks together, mean skill");
        return "<details><summary>Every pair of models, with tests and effect sizes</summary>\n" + report.table("Each model "
                + "less the other, over the seeds of both. Holm’s p decides: it keeps the chance of one false finding in the "
                + "whole run at 5 %; Benjamini and Hochberg’s the share of false ones among findings. On items: McNemar’s "
                + "test, in how many seeds p is at most 0.05, or the p of Diebold and Mariano; they speak of these trained "
                + "models on more data, not of other seeds. The same numbers and more are in <code>statistics.csv</code>.",
                content.toString()) + "</details>\n";
    }

    private static void group(Report report, StringBuilder content, String task, String title) {
        List<Comparison> pairs = report.comparisons.pairs().stream().filter(pair -> pair.task().equals(task)
                && report.statistics.of(task, pair.first(), pair.second(), "difference") != null).toList();
        if (pairs.isEmpty()) {
            return;
        }
        content.append("<tbody>\n<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"11\">").append(title)
                .append("</th></tr>\n");
        for (Comparison pair : pairs) {
            String first = pair.first();
            String second = pair.second();
            StatisticLookup statistics = report.statistics;
            String difference = statistics.interval(task, first, second, "difference", 3);
            Statistic needed = statistics.of(task, first, second, "seeds needed");
            content.append(Html.row(report.mark(first) + " less " + report.mark(second), List.of(
                    pair.shown() ? "<b>" + difference + "</b>" : difference,
                    statistics.value(task, first, second, "p", 2),
                    statistics.value(task, first, second, "p after Holm", 2),
                    statistics.value(task, first, second, "p after Benjamini-Hochberg", 2),
                    statistics.value(task, first, second, "p by random signs", 2),
                    statistics.value(task, first, second, "p by Wilcoxon", 2),
                    statistics.value(task, first, second, "Hedges g", 2),
                    statistics.value(task, first, second, "Cliff delta", 2), onItems(statistics, task, first, second),
                    pair.seeds() + (pair.shown() ? "" : needed == null ? "; many" : "; "
                            + Numbers.count(needed.value().longValue())))));
        }
        content.append("</tbody>\n");
    }

    private static String onItems(StatisticLookup statistics, String task, String first, String second) {
        List<Statistic> seeds = statistics.bySeed(task, first, second, "p by McNemar, mid-p");
        if (!seeds.isEmpty()) {
            return seeds.stream().filter(one -> one.value() <= LEVEL).count() + " of " + seeds.size();
        }
        return statistics.value(task, first, second, "p by Diebold-Mariano", 2);
    }
}
