package dev.unroll.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.RunResults.Summary;
import dev.unroll.run.TrialResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was equal between models and what was not, and which trials did not end well. */
final class FairnessSection {

    private FairnessSection() {
    }

    static String html(Report report) {
        return "<h3>What was equal, and what was not</h3>\n<ul>\n" + facts(report) + "</ul>\n" + SettlementSection.html(report) + training(report)
                + "<h3>Trials that diverged or failed</h3>\n" + failures(report);
    }

    private static String facts(Report report) {
        StringBuilder out = new StringBuilder("<li>All models saw the same data in the same split, and the same seeds ("
                + Html.list(report.results.seeds().stream().map(String::valueOf).toList())
                + "); with one seed, batches come in the same order for every model.</li>\n");
        Map<String, List<String>> sizes = new LinkedHashMap<>();
        for (DatasetResult dataset : report.results.datasets()) {
            List<Summary> sized = report.results.summary().stream()
                    .filter(one -> one.dataset().equals(dataset.name()) && one.parameterCount() > 0).toList();
            Summary small = null;
            Summary large = null;
            for (Summary one : sized) {
                small = small == null || one.parameterCount() < small.parameterCount() ? one : small;
                large = large == null || one.parameterCount() > large.parameterCount() ? one : large;
            }
            if (large != null && large.parameterCount() > 1.1 * small.parameterCount()) {
                String difference = "the " + large.model() + " has " + Numbers.count(large.parameterCount())
                        + " parameters, "
                        + Numbers.oneDecimal((double) large.parameterCount() / small.parameterCount()) + " times the "
                        + small.model() + "’s " + Numbers.count(small.parameterCount()) + ".";
                sizes.computeIfAbsent(difference, key -> new ArrayList<>()).add(dataset.name());
            }
        }
        sizes.forEach((difference, datasets) -> out.append("<li>").append(Html.text("Sizes differ on "
                + Html.list(datasets) + ": " + difference)).append("</li>\n"));
        for (DatasetResult dataset : report.results.datasets()) {
            if (dataset.validationIsTest()) {
                out.append("<li>").append(Html.text("On " + dataset.name() + " the validation part is the test part: "
                        + "its curves show the test part, and no stop and no weights were chosen on them."))
                        .append("</li>\n");
            }
        }
        if (settings(report).values().stream().anyMatch(one -> !one.getOrDefault("seconds", "none").equals("none"))) {
            out.append("<li>The budget of some trainings is in seconds: how many updates that is depends on the machine and "
                    + "the moment, so that their results are not the same bits again.</li>\n");
        }
        long early = report.results.trials().stream().filter(TrialResult::stoppedEarly).count();
        if (early > 0) {
            out.append("<li>").append(early == 1 ? "1 trial" : Numbers.count(early) + " trials")
                    .append(" stopped early, when validation no longer improved: updates made differ.</li>\n");
        }
        return out.toString();
    }

    /** One table of the settings all trainings share, one of those that differ. */
    private static String training(Report report) {
        Map<String, Map<String, String>> settings = settings(report);
        if (settings.isEmpty()) {
            return "";
        }
        Set<String> keys = new LinkedHashSet<>();
        settings.values().forEach(one -> keys.addAll(one.keySet()));
        List<String> different = new ArrayList<>();
        StringBuilder same = new StringBuilder("<dl class=\"facts\">\n");
        for (String key : keys) {
            List<String> values = settings.values().stream().map(one -> one.getOrDefault(key, "–")).distinct().toList();
            if (values.size() > 1) {
                different.add(key);
            } else {
                DataSection.fact(same, key, Html.text(values.get(0)));
            }
        }
        same.append("</dl>\n");
        String out = "<p>Training, equal for every model on every dataset:</p>\n" + same;
        if (different.isEmpty()) {
            return out + "<p>No setting of training differs.</p>\n";
        }
        List<String> head = new ArrayList<>(List.of("Dataset, model"));
        different.forEach(key -> head.add(Html.text(key)));
        StringBuilder content = new StringBuilder(Html.head(head)).append("<tbody>\n");
        settings.forEach((who, one) -> content.append(Html.row(Html.text(who),
                different.stream().map(key -> Html.text(one.getOrDefault(key, "–"))).toList())));
        return out + report.table("Settings of training that differ.", content.append("</tbody>\n").toString());
    }

    /** For each dataset and model the training's settings by their path, as the resolved spec has them. */
    private static Map<String, Map<String, String>> settings(Report report) {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        JsonNode models = report.data.resolved().path("models");
        List<DatasetResult> datasets = report.results.datasets();
        for (int d = 0; d < datasets.size(); d++) {
            for (JsonNode model : models) {
                JsonNode training = model.path("training").path(d);
                if (training.isObject()) {
                    Map<String, String> flat = new LinkedHashMap<>();
                    flatten("", training, flat);
                    all.put(datasets.get(d).name() + ", " + model.path("name").asText(), flat);
                }
            }
        }
        return all;
    }

    private static void flatten(String path, JsonNode node, Map<String, String> into) {
        if (node.isObject() && node.size() > 0) {
            node.fields().forEachRemaining(field ->
                    flatten(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), into));
        } else {
            into.put(path, node.isNull() ? absent(path) : node.isNumber() ? Numbers.setting(node.decimalValue())
                    : node.isValueNode() ? node.asText() : node.toString());
        }
    }

    private static String absent(String setting) {
        return setting.equals("loss") ? "squared error for values, cross-entropy for classes" : "none";
    }

    private static String failures(Report report) {
        List<TrialResult> unfinished = TrialLookup.unfinished(report.results);
        if (unfinished.isEmpty()) {
            return "<p>None: all " + Numbers.count(report.results.trials().size()) + " trials were completed.</p>\n";
        }
        StringBuilder content = new StringBuilder(Html.head(List.of("Trial", "How it ended", "Updates", "Reason")))
                .append("<tbody>\n");
        for (TrialResult trial : unfinished) {
            content.append("<tr><th scope=\"row\"><code>").append(Html.text(trial.id()))
                    .append("</code></th><td class=\"num\">")
                    .append(trial.status() == TrialResult.Status.DIVERGED ? "diverged" : "failed")
                    .append("</td><td class=\"num\">").append(Numbers.count(trial.updates()))
                    .append("</td><td class=\"words\">").append(Html.text(trial.reason())).append("</td></tr>\n");
        }
        return report.table("Trials without a score. They count in no mean; a model that diverges on some seeds is "
                + "judged by the others, which flatters it.", content.append("</tbody>\n").toString());
    }
}
