package dev.unroll.report;

import dev.unroll.gradient.MeasureTable;
import dev.unroll.gradient.MeasuredTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A page with the figures of what {@code unroll gradients} measured. One HTML file that needs no other. */
public final class MeasuredPage {

    private MeasuredPage() {
    }

    /** Writes the page over what is there. */
    public static void write(Path file, String experiment, List<MeasureTable> tables) {
        try {
            Files.writeString(file, html(experiment, tables), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ReportException(file + " can't be written: give the folder space and write permission", e);
        }
    }

    /** The whole file. */
    static String html(String experiment, List<MeasureTable> tables) {
        List<String> models = tables.stream().flatMap(table -> table.rows().stream())
                .map(row -> row.get(MeasuredTables.KEYS.indexOf("model")).toString()).distinct().toList();
        Charts charts = new Charts(models);
        MeasuredFigures figures = new MeasuredFigures(charts, models, (content, caption) -> "<figure>\n" + content
                + "<figcaption>" + caption + "</figcaption>\n</figure>\n");
        StringBuilder legend = new StringBuilder("<p class=\"legend\">");
        for (int m = 0; m < models.size(); m++) {
            legend.append("<span class=\"model\"><svg class=\"mark c").append(m % PageParts.COLOURS)
                    .append("\" aria-hidden=\"true\"><use href=\"#shape-")
                    .append((m + m / PageParts.COLOURS) % PageParts.SHAPES)
                    .append("\"/></svg>").append(Html.text(models.get(m))).append("</span> ");
        }
        legend.append("<span>dashed: before training</span> <span>solid: after</span></p>\n");
        Map<String, String> slots = new LinkedHashMap<>();
        slots.put("kind", "gradients");
        slots.put("title", Html.text(experiment));
        slots.put("description", "How far back models can learn from, and what they look at. Lines are of the first"
                + " seed; all numbers are in the CSV files beside this page.");
        slots.put("content", "<section aria-label=\"Measures\">\n" + legend
                + figures.html(tables).replace("<details>", "<details open>") + "</section>");
        return ReportWriter.page("dev/unroll/report/page.html", slots, charts.json());
    }
}
