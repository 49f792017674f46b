package dev.unroll.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.RunResults.Estimate;
import dev.unroll.run.TrialResult;
import dev.unroll.statistics.Intervals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        for (DatasetResult dataset : report.results.datasets()) {
            Map<Long, Double> scores = scores(report, dataset, base);
            own.add((scores.isEmpty() ? "–" : Numbers.significant(mean(scores))) + missing(scores.size(), report));
        }
        content.append(Html.row(report.mark(base) + " (base)", own));
        for (JsonNode variant : ablation.path("variants")) {
            String model = variant.path("model").asText();
            List<String> cells = new ArrayList<>();
            for (DatasetResult dataset : report.results.datasets()) {
                double[] differences = differences(scores(report, dataset, base), scores(report, dataset, model));
                cells.add(difference(differences, dataset.higherIsBetter()) + missing(differences.length, report));
            }
            content.append(Html.row(report.mark(model), cells));
        }
        return out + forest(report, ablation, base) + report.table("Differences to the base: the mean over seeds of the variant’s score less the base’s "
                + "with the same seed, with its 95 % interval (Student’s <i>t</i>, paired, not corrected for how many "
                + "changes there are). Bold where the interval leaves 0 out; ▲ is better, ▼ worse. Of how many seeds is said "
                + "where a trial of either came to no score: what is left may be the luckier seeds.",
                content.append("</tbody>\n").toString());
    }

    private static String forest(Report report, JsonNode ablation, String base) {
        StringBuilder panels = new StringBuilder();
        for (DatasetResult dataset : report.results.datasets()) {
            Map<String, Estimate> differences = new LinkedHashMap<>();
            for (JsonNode variant : ablation.path("variants")) {
                String model = variant.path("model").asText();
                double[] seeds = differences(scores(report, dataset, base), scores(report, dataset, model));
                if (seeds.length > 0) {
                    differences.put(model, Intervals.meanWithStudentInterval(seeds));
                }
            }
            if (!differences.isEmpty()) {
                panels.append(ForestFigure.panel(report, dataset, differences));
            }
        }
        return panels.isEmpty() ? "" : report.figure(report.legend("<span>dashed line: the base</span>")
                + "<div class=\"panels\">\n" + panels + "</div>\n", "Difference of each variant to the base over shared "
                + "seeds, with its 95 % interval.");
    }

    /** Of the seeds for which both have scores. */
    private static double[] differences(Map<Long, Double> base, Map<Long, Double> variant) {
        return variant.keySet().stream().filter(base::containsKey)
                .mapToDouble(seed -> variant.get(seed) - base.get(seed)).toArray();
    }

    /** Of how many seeds a cell is, unless it is of all. */
    private static String missing(int seeds, Report report) {
        int all = report.results.seeds().size();
        return seeds == all ? "" : " (" + seeds + " of " + all + " seeds)";
    }

    private static String difference(double[] differences, boolean higherIsBetter) {
        if (differences.length == 0) {
            return "–";
        }
        Estimate estimate = Intervals.meanWithStudentInterval(differences);
        String sign = estimate.mean() > 0 ? "+" : "";
        if (differences.length == 1) {
            return sign + Numbers.significant(estimate.mean());
        }
        String cell = sign + Numbers.plusMinus(estimate.mean(), estimate.upper() - estimate.mean());
        boolean sure = estimate.lower() > 0 || estimate.upper() < 0;
        return sure ? "<b>" + cell + "</b> " + (estimate.mean() > 0 == higherIsBetter ? "▲" : "▼") : cell;
    }

    private static Map<Long, Double> scores(Report report, DatasetResult dataset, String model) {
        Map<Long, Double> scores = new LinkedHashMap<>();
        for (TrialResult trial : report.results.trials()) {
            if (trial.dataset().equals(dataset.name()) && trial.model().equals(model)
                    && trial.status() == TrialResult.Status.COMPLETED) {
                scores.put(trial.seed(), trial.test().get(dataset.primaryMetric()));
            }
        }
        return scores;
    }

    private static double mean(Map<Long, Double> scores) {
        return scores.values().stream().mapToDouble(Double::doubleValue).sum() / scores.size();
    }
}
