package dev.unroll.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unroll.run.RunStatus;
import dev.unroll.run.RunStatus.Curve;
import dev.unroll.run.RunStatus.DatasetState;
import dev.unroll.run.RunStatus.TrialState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A page about a run that goes on: how many trials have ended, who is how far, and all learning curves so far. It asks its
 * server for news ({@link #news}) and changes in place; texts are set as texts, never as markup.
 */
public final class LivePage {

    private final RunStatus status;
    private final Charts charts;

    private LivePage(RunStatus status, Map<String, Curve> curves) {
        this.status = status;
        charts = new Charts(status.models());
        for (DatasetState dataset : status.datasets()) {
            String metric = dataset.primaryMetric() + (dataset.unit().isEmpty() ? "" : " (" + dataset.unit() + ")");
            chart(dataset, curves, metric + ", validation", Curve::metric, !dataset.higherIsBetter());
            chart(dataset, curves, "validation loss", Curve::validationLoss, true);
        }
    }

    /**
     * The page.
     *
     * @param news   address of {@link #news}
     * @param report address of the report of what has finished
     * @param home   address of the page that lists all runs
     */
    public static String html(RunStatus status, Map<String, Curve> curves, String news, String report, String home) {
        LivePage page = new LivePage(status, curves);
        PageParts parts = new PageParts(status.models());
        Map<String, String> slots = new LinkedHashMap<>();
        slots.put("title", Html.text(status.name()));
        slots.put("description", Html.text(status.description()));
        slots.put("news", Html.text(news));
        slots.put("state", Html.text(state(status)));
        slots.put("ended", Integer.toString(status.ended()));
        slots.put("planned", Integer.toString(status.trials().size()));
        slots.put("report", Html.text(report));
        slots.put("home", Html.text(home));
        slots.put("table", page.table(parts));
        slots.put("curves", page.boxes(parts));
        return ReportWriter.page("dev/unroll/report/live-run.html", slots, page.charts.json());
    }

    /** What has changed since the page was made: texts by the ID of their element, and the charts. */
    public static ObjectNode news(RunStatus status, Map<String, Curve> curves) {
        LivePage page = new LivePage(status, curves);
        ObjectNode news = JsonNodeFactory.instance.objectNode();
        news.put("over", status.finished());
        ObjectNode texts = news.putObject("texts");
        texts.put("state", state(status));
        texts.put("ended", Integer.toString(status.ended()));
        page.rows().forEach((id, text) -> texts.put(id, Html.plain(text)));
        news.putObject("bars").put("bar", status.ended());
        news.set("charts", page.charts.json().get("charts"));
        return news;
    }

    /** Whether it goes on, in a few words. */
    static String state(RunStatus status) {
        int lost = status.count("diverged") + status.count("failed");
        String words = status.finished() ? "finished" : status.alive() ? "running" : "interrupted";
        return words + (lost > 0 ? ", " + Numbers.count(lost) + " diverged or failed" : "");
    }

    private void chart(DatasetState dataset, Map<String, Curve> curves, String y, Function<Curve, double[]> values,
            boolean errors) {
        ObjectNode chart = charts.add("lines", "updates", y);
        double least = Double.POSITIVE_INFINITY;
        double greatest = 0;
        for (TrialState trial : status.trials()) {
            Curve curve = trial.dataset().equals(dataset.name()) ? curves.get(trial.id()) : null;
            if (curve == null || curve.updates().length == 0) {
                continue;
            }
            int stride = (curve.updates().length + Charts.MAX_POINTS - 1) / Charts.MAX_POINTS;
            double[] x = thinned(curve.updates(), stride);
            double[] shown = thinned(values.apply(curve), stride);
            Charts.line(chart, status.models().indexOf(trial.model()), "seed " + trial.seed(),
                    trial.state().equals("completed") ? "fine" : trial.state().equals("running") ? "solid" : "dotted", x,
                    shown);
            for (double value : shown) {
                least = Double.isNaN(value) ? least : Math.min(least, value);
                greatest = Double.isNaN(value) ? greatest : Math.max(greatest, value);
            }
        }
        chart.withArray("lines");
        chart.put("log", errors && Charts.logarithmic(least, greatest));
    }

    private static double[] thinned(double[] values, int stride) {
        // The last point is always shown, so points are counted from the end.
        return IntStream.range(0, values.length).filter(i -> (values.length - 1 - i) % stride == 0)
                .mapToDouble(i -> values[i]).toArray();
    }

    private String boxes(PageParts parts) {
        StringBuilder out = new StringBuilder(parts.legend("<span>thin: finished</span> <span>thick: running, by its "
                + "newest checkpoint</span> <span>dotted: diverged or failed</span>"));
        ArrayNode all = charts.json().withArray("charts");
        for (int d = 0; d < status.datasets().size(); d++) {
            DatasetState dataset = status.datasets().get(d);
            out.append("<h3>").append(Html.text(dataset.name())).append("</h3>\n<div class=\"pair\">\n")
                    .append(Charts.box((ObjectNode) all.get(2 * d), dataset.name() + ", " + dataset.primaryMetric()
                            + " on validation of every trial so far", "plot"))
                    .append(Charts.box((ObjectNode) all.get(2 * d + 1), dataset.name() + ", validation loss of every trial "
                            + "so far", "plot")).append("</div>\n");
        }
        return out.toString();
    }

    private String table(PageParts parts) {
        StringBuilder content = new StringBuilder(Html.head(List.of("Model", "Ended", "Now")));
        Map<String, String> texts = rows();
        for (int d = 0; d < status.datasets().size(); d++) {
            content.append("<tbody>\n<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"3\">")
                    .append(Html.text(status.datasets().get(d).name())).append("</th></tr>\n");
            for (int m = 0; m < status.models().size(); m++) {
                content.append("<tr><th scope=\"row\">").append(parts.mark(status.models().get(m))).append("</th>");
                for (String column : List.of("ended", "now")) {
                    String id = column + "-" + d + "-" + m;
                    content.append("<td class=\"num\" id=\"").append(id).append("\">").append(Html.text(texts.get(id)))
                            .append("</td>");
                }
                content.append("</tr>\n");
            }
            content.append("</tbody>\n");
        }
        return parts.table("Trials that have ended, and how far those are that run.", content.toString());
    }

    /** The changing texts of the table, by the ID of their cell. */
    private Map<String, String> rows() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int d = 0; d < status.datasets().size(); d++) {
            for (int m = 0; m < status.models().size(); m++) {
                String dataset = status.datasets().get(d).name();
                String model = status.models().get(m);
                List<TrialState> trials = status.trials().stream().filter(trial -> trial.dataset().equals(dataset)
                        && trial.model().equals(model)).toList();
                long ended = trials.stream().filter(trial -> !List.of("pending", "running").contains(trial.state()))
                        .count();
                List<String> now = new ArrayList<>();
                trials.stream().filter(trial -> trial.state().equals("running")).forEach(trial -> now.add("seed "
                        + trial.seed() + ": " + Numbers.count(trial.updates()) + " of " + Numbers.count(trial.planned())
                        + " updates"));
                texts.put("ended-" + d + "-" + m, ended + " of " + trials.size());
                texts.put("now-" + d + "-" + m, now.isEmpty() ? "–" : String.join(", ", now));
            }
        }
        return texts;
    }
}
