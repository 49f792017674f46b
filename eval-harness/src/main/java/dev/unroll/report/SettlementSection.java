package dev.unroll.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.run.RunResults.DatasetResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How models were brought to one size, and how their training was tuned, before the trials. */
final class SettlementSection {

    private static final Map<String, String> MEASURES = Map.of("parameters", "parameters", "flops",
            "floating-point operations per sequence and update", "time", "seconds per update");

    private SettlementSection() {
    }

    /** Empty if the experiment left nothing open. */
    static String html(Report report) {
        JsonNode resolved = report.data.resolved();
        JsonNode settlement = resolved.path("settlement");
        StringBuilder out = new StringBuilder();
        if (settlement.path("sizes").size() > 0) {
            out.append(sizes(report, resolved.path("match"), settlement.path("sizes")));
        }
        if (settlement.path("tuned").size() > 0) {
            out.append(tuned(report, resolved.path("tune"), settlement.path("tuned")));
        }
        return out.toString();
    }

    private static String sizes(Report report, JsonNode match, JsonNode sizes) {
        String by = match.path("by").asText();
        List<String> head = new ArrayList<>(List.of("Model", "Width"));
        for (DatasetResult dataset : report.results.datasets()) {
            head.add(Html.text(dataset.name()));
        }
        StringBuilder content = new StringBuilder(Html.head(head)).append("<tbody>\n");
        for (JsonNode sized : sizes) {
            List<String> cells = new ArrayList<>();
            cells.add("<code>" + Html.text(sized.path("key").asText()) + "</code> " + sized.path("from").asText() + " → "
                    + sized.path("to").asText());
            for (int d = 0; d < report.results.datasets().size(); d++) {
                double reached = sized.path("reached").path(d).asDouble();
                double budget = sized.path("budgets").path(d).asDouble();
                cells.add(Numbers.significant(reached) + " (" + Numbers.significant(100 * reached / budget) + " %)");
            }
            content.append(Html.row(report.mark(sized.path("model").asText()), cells));
        }
        String to = match.path("budget").isNumber() ? "a budget of " + Numbers.significant(match.path("budget").asDouble())
                : "the size of the " + (match.path("to").isTextual() ? match.path("to").asText()
                        : report.modelNames().get(0));
        String warning = by.equals("time") ? " Times were measured on the machine that ran this, where another may find"
                + " other widths." : "";
        return "<h3>Sizes brought together</h3>\n" + report.table("Widths were searched so that "
                + Html.text(MEASURES.getOrDefault(by, by)) + " come nearest to " + Html.text(to)
                + " on all datasets; in brackets what was reached, of the budget." + warning,
                content.append("</tbody>\n").toString());
    }

    private static String tuned(Report report, JsonNode tune, JsonNode tuned) {
        StringBuilder content = new StringBuilder(Html.head(List.of("Dataset, model", "Trials", "Chosen",
                "Validation loss", "Worst tried"))).append("<tbody>\n");
        for (JsonNode one : tuned) {
            JsonNode trials = one.path("trials");
            JsonNode chosen = trials.path(one.path("chosen").asInt());
            double worst = Double.NEGATIVE_INFINITY;
            int diverged = 0;
            for (JsonNode trial : trials) {
                if (trial.path("validationLoss").isNumber()) {
                    worst = Math.max(worst, trial.path("validationLoss").asDouble());
                } else {
                    diverged++;
                }
            }
            String best = chosen.path("validationLoss").isNumber()
                    ? Numbers.significant(chosen.path("validationLoss").asDouble())
                    : "none: all diverged or failed. " + Html.text(chosen.path("reason").asText());
            content.append(Html.row(Html.text(one.path("dataset").asText() + ", " + one.path("model").asText()),
                    List.of(Numbers.count(trials.size()), "<code>" + Html.text(chosen.path("settings").asText())
                            + "</code>", best, (worst == Double.NEGATIVE_INFINITY ? "–" : Numbers.significant(worst))
                            + (diverged == 0 ? "" : " (" + diverged + " without a loss)"))));
        }
        return "<h3>Tuning</h3>\n" + report.table("Settings of training were searched (" + Html.text(tune.path("method")
                .asText()) + ", training seed " + tune.path("trainSeed").asText() + ") with the same candidates for every "
                + "model on every dataset, and chosen by loss on the validation part, where those that diverged or "
                + "failed have none; the trials of this report have other seeds.", content.append("</tbody>\n").toString());
    }
}
