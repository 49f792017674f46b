package dev.unroll.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unroll.gradient.Explanation;
import dev.unroll.gradient.Explanation.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A page about one prediction: its input, text, series or picture, shaded by what each part has to do with it. One HTML
 * file that needs no other and no network.
 */
public final class ExplanationPage {

    private static final int MOST_FEATURES = 8;
    private static final int PIXEL = 16;

    private ExplanationPage() {
    }

    /** Writes the page over what is there. */
    public static void write(Path file, Explanation explanation) {
        try {
            Files.writeString(file, html(explanation), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ReportException(file + " can't be written: give the folder space and write permission", e);
        }
    }

    /** The whole file. */
    static String html(Explanation explanation) {
        List<String> names = explanation.features().isEmpty() ? List.of("score")
                : explanation.features().subList(0, Math.min(MOST_FEATURES, explanation.features().size()));
        Charts charts = new Charts(names);
        Map<String, String> slots = new LinkedHashMap<>();
        slots.put("title", Html.text(explanation.output()));
        slots.put("description", Html.text(explanation.model() + ", " + explanation.sequence() + ": "
                + explanation.output() + " is " + Numbers.significant(explanation.value()) + "."));
        slots.put("kind", "explanation");
        slots.put("content", "<section aria-label=\"The input\">\n" + lead(explanation)
                + (explanation.features().isEmpty() ? text(explanation)
                : explanation.pictureWidth() > 0 ? picture(explanation) : series(explanation, charts)) + "</section>");
        return ReportWriter.page("dev/unroll/report/page.html", slots, charts.json());
    }

    private static String lead(Explanation explanation) {
        String how = switch (explanation.method()) {
            case "gradient" -> "input times gradient";
            case "integrated" -> "integrated gradients";
            default -> "occlusion";
        };
        String sum = explanation.gap() == null ? "" : " For an input of zeros the output is "
                + Numbers.significant(explanation.baseline()) + "; scores add up to the difference within "
                + Numbers.significant(Math.abs(explanation.gap())) + ".";
        return "<p>Scores by " + how + ": red raises the output, blue lowers it." + sum + "</p>\n";
    }

    private static String text(Explanation explanation) {
        StringBuilder out = new StringBuilder("<p class=\"tokens\">");
        for (Step step : explanation.steps()) {
            out.append("<span style=\"background:").append(colour(step.scores()[0], explanation.greatest()))
                    .append("\" title=\"").append(Numbers.significant(step.scores()[0])).append("\">")
                    .append(Html.text(Symbols.shown(step.token()))).append("</span>");
        }
        return out.append("</p>\n").toString();
    }

    private static String picture(Explanation explanation) {
        return "<div class=\"pair\">\n" + grid(explanation, false) + grid(explanation, true) + "</div>\n";
    }

    private static String grid(Explanation explanation, boolean scores) {
        int width = explanation.pictureWidth();
        int size = explanation.features().size();
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (Step step : explanation.steps()) {
            for (double value : step.values()) {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
        }
        int side = width * PIXEL;
        StringBuilder out = new StringBuilder("<svg role=\"img\" aria-label=\"").append(scores ? "Scores" : "Input")
                .append("\" width=\"").append(side).append("\" height=\"").append(side).append("\" viewBox=\"0 0 ")
                .append(side).append(' ').append(side).append("\">");
        for (int at = 0; at < width * width; at++) {
            Step step = explanation.steps().get(at / size);
            double share = greatest > least ? (step.values()[at % size] - least) / (greatest - least) : 0;
            String fill = scores ? colour(step.scores()[at % size], explanation.greatest())
                    : "rgba(127,127,127," + alpha(share) + ")";
            out.append("<rect x=\"").append(at % width * PIXEL).append("\" y=\"").append(at / width * PIXEL)
                    .append("\" width=\"").append(PIXEL).append("\" height=\"").append(PIXEL).append("\" fill=\"")
                    .append(fill).append("\"/>");
        }
        return out.append("</svg>\n").toString();
    }

    private static String series(Explanation explanation, Charts charts) {
        ObjectNode values = charts.add("lines", "step", "input");
        ObjectNode scores = charts.add("lines", "step", "score");
        int steps = explanation.steps().size();
        double[] x = new double[steps];
        Arrays.setAll(x, t -> t + 1);
        List<String> names = new ArrayList<>();
        for (int f = 0; f < Math.min(MOST_FEATURES, explanation.features().size()); f++) {
            int feature = f;
            Charts.line(values, f, "", "fine", x, explanation.steps().stream()
                    .mapToDouble(step -> step.values()[feature]).toArray());
            Charts.line(scores, f, "", "fine", x, explanation.steps().stream()
                    .mapToDouble(step -> step.scores()[feature]).toArray());
            names.add(Html.text(explanation.features().get(f)));
        }
        return "<figure>\n" + Charts.box(values, "Input by step", "plot wide") + Charts.box(scores, "Scores by step",
                "plot wide") + "<figcaption>Input in the data's own units, and scores, by step: " + Html.list(names)
                + ".</figcaption>\n</figure>\n";
    }

    private static String colour(double score, double greatest) {
        double share = greatest == 0 ? 0 : Math.abs(score) / greatest;
        return (score > 0 ? "rgba(214,60,40," : "rgba(40,96,206,") + alpha(share) + ")";
    }

    private static String alpha(double share) {
        return String.format(Locale.ROOT, "%.2f", share);
    }
}
