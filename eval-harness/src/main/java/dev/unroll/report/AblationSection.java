package dev.unroll.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.comparison.Comparison;
import dev.unroll.comparison.Family;
import dev.unroll.comparison.TaskScores;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.statistics.Interval;
import dev.unroll.statistics.PairedPower;
import dev.unroll.statistics.PairedStudent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What each change of an ablation study did: the differences of its variants to the base, seed by seed. */
final class AblationSection {

    private AblationSection() {
    }

    /** Empty if the experiment has no ablation. */
    static String html(Report report) {
        JsonNode ablation = report.data.resolved().path("ablation");
        if (!ablation.isObject()) {
            return "";
        }
        String base = ablation.path("base").asText();
        StringBuilder out = new StringBuilder("<h3>What each change did to ").append(Html.text(base)).append("</h3>\n");
        List<String> head = new ArrayList<>(List.of("Variant"));
        for (DatasetResult dataset : report.results.datasets()) {
            head.add(Html.text(dataset.name()) + "<br>" + Html.text(Report.metric(dataset.primaryMetric(), dataset)));
        }
        StringBuilder content = new StringBuilder(Html.head(head)).append("<tbody>\n");
        List<String> own = new ArrayList<>();
        for (TaskScores task : report.comparisons.tasks()) {
            Map<Long, Double> scores = task.scores().getOrDefault(base, new TreeMap<>());
            own.add((scores.isEmpty() ? "–" : Numbers.significant(mean(scores))) + missing(scores.size(), report));
        }
        content.append(Html.row(report.mark(base) + " (base)", own));
        List<String> variants = new ArrayList<>();
        ablation.path("variants").forEach(variant -> variants.add(variant.path("model").asText()));
        List<Comparison> all = compare(report, base, variants);
        Iterator<Comparison> comparisons = all.iterator();
        for (String variant : variants) {
            List<String> cells = new ArrayList<>();
            for (TaskScores task : report.comparisons.tasks()) {
                Comparison comparison = comparisons.next();
                cells.add(difference(comparison, task.direction()) + missing(comparison.seeds(), report));
            }
            content.append(Html.row(report.mark(variant), cells));
        }
        return out + forest(report, variants, all) + report.table("Differences to the base: the mean over seeds of the variant’s score less the base’s "
                + "with the same seed, with its 95 % interval (Student’s <i>t</i>, paired), which stands alone. Bold where "
                + "a difference is shown: p at most 0.05 after Holm’s correction for all changes on all datasets; ▲ is "
                + "better, ▼ worse. Of how many seeds is said where a trial of either came to no score: what is left may "
                + "be the luckier seeds.", content.append("</tbody>\n").toString()) + resolution(all);
    }

    /** Every variant beside the base on every task, in this order; positive where the variant is better. */
    static List<Comparison> compare(Report report, String base, List<String> variants) {
        Family family = new Family();
        for (String variant : variants) {
            for (TaskScores task : report.comparisons.tasks()) {
                family.add(task.name(), variant, directed(task, variant), base, directed(task, base),
                        task.rounding() * Math.sqrt(2));
            }
        }
        return family.compare();
    }

    private static SortedMap<Long, Double> directed(TaskScores task, String model) {
        return task.scores().containsKey(model) ? task.directed(model) : new TreeMap<>();
    }

    /** What the study could not have seen, where a change is not shown to do anything. */
    private static String resolution(List<Comparison> comparisons) {
        int silent = 0;
        int most = 0;
        boolean beyond = false;
        boolean untestable = false;
        for (Comparison comparison : comparisons) {
            if (!comparison.shown()) {
                silent++;
                untestable |= !comparison.testable();
                most = Math.max(most, comparison.seedsNeeded());
                beyond |= comparison.seedsNeeded() < 0;
            }
        }
        if (silent == 0) {
            return "";
        }
        String seeds = untestable ? "a comparison needs at least " + PairedStudent.FEWEST + " seeds"
                : beyond ? "some are so small that not even " + Numbers.count(PairedPower.MOST_SEEDS) + " seeds would show "
                        + "them" : "to show all of them, as they were seen, would take " + Numbers.count(most) + " seeds";
        return "<p class=\"note\">" + Numbers.count(silent) + " of " + Numbers.count(comparisons.size())
                + " differences are not shown, which is not to say that there is none; "
                + seeds + ".</p>\n";
    }

    private static String forest(Report report, List<String> variants, List<Comparison> comparisons) {
        StringBuilder panels = new StringBuilder();
        List<TaskScores> tasks = report.comparisons.tasks();
        for (int t = 0; t < tasks.size(); t++) {
            Map<String, Interval> differences = new LinkedHashMap<>();
            for (int v = 0; v < variants.size(); v++) {
                Comparison comparison = comparisons.get(v * tasks.size() + t);
                if (comparison.seeds() > 0) {
                    differences.put(variants.get(v), interval(comparison, tasks.get(t).direction()));
                }
            }
            if (!differences.isEmpty()) {
                panels.append(ForestFigure.panel(report, tasks.get(t).dataset(), differences));
            }
        }
        return panels.isEmpty() ? "" : report.figure(report.legend("<span>dashed line: the base</span>")
                + "<div class=\"panels\">\n" + panels + "</div>\n", "Difference of each variant to the base over shared "
                + "seeds, with its 95 % interval, which stands alone.");
    }

    /** In the metric's own direction; the table has the same. */
    static Interval interval(Comparison comparison, int direction) {
        double mean = direction * comparison.mean();
        if (comparison.seeds() == 1) {
            return new Interval(mean, mean, mean);
        }
        return direction > 0 ? new Interval(mean, comparison.lower(), comparison.upper())
                : new Interval(mean, -comparison.upper(), -comparison.lower());
    }

    /** Of how many seeds a cell is, unless it is of all. */
    private static String missing(int seeds, Report report) {
        int all = report.results.seeds().size();
        return seeds == all ? "" : " (" + seeds + " of " + all + " seeds)";
    }

    private static String difference(Comparison comparison, int direction) {
        if (comparison.seeds() == 0) {
            return "–";
        }
        double mean = direction * comparison.mean();
        String sign = mean > 0 ? "+" : "";
        if (comparison.seeds() == 1) {
            return sign + Numbers.significant(mean);
        }
        String cell = sign + Numbers.plusMinus(mean, comparison.upper() - comparison.mean());
        return comparison.shown() ? "<b>" + cell + "</b> " + (comparison.ahead() ? "▲" : "▼") : cell;
    }

    private static double mean(Map<Long, Double> scores) {
        return scores.values().stream().mapToDouble(Double::doubleValue).sum() / scores.size();
    }
}
