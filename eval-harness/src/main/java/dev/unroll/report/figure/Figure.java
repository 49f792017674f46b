package dev.unroll.report.figure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** A chart of a report as a still figure. */
public final class Figure {

    private static final double WIDTH = 430;
    private static final double PLOT_HEIGHT = 270;
    private static final double ROW = 26;

    private final JsonNode chart;
    private final List<String> models = new ArrayList<>();
    private final Palette palette;
    private final String title;

    private Figure(JsonNode chart, JsonNode models, String styleSheet, String title) {
        this.chart = chart;
        models.forEach(name -> this.models.add(name.asText()));
        this.palette = Palette.of(styleSheet);
        this.title = title;
    }

    /**
     * The figure of a chart; empty for a kind of chart that only the script draws.
     *
     * @param chart      as the report's script takes it
     * @param models     names of all models
     * @param styleSheet of the report, for its colours
     * @param title      what it shows, in words
     */
    public static Optional<Figure> of(JsonNode chart, JsonNode models, String styleSheet, String title) {
        boolean known = switch (chart.path("type").asText()) {
            case "scores", "lines", "scatter", "frontier" -> true;
            default -> false;
        };
        return known ? Optional.of(new Figure(chart, models, styleSheet, title)) : Optional.empty();
    }

    /** As SVG. */
    public String svg() {
        SvgCanvas canvas = new SvgCanvas(WIDTH, height(), title);
        draw(canvas);
        return canvas.document();
    }

    /** As PDF. */
    public byte[] pdf() {
        try (PdfCanvas canvas = new PdfCanvas(WIDTH, height())) {
            draw(canvas);
            return canvas.document();
        }
    }

    private boolean rows() {
        return chart.path("type").asText().equals("scores");
    }

    private int rowCount() {
        return chart.path("rows").asInt(models.size());
    }

    private double height() {
        return rows() ? ROW * rowCount() + 44 : PLOT_HEIGHT + Legend.height(shown(), models, WIDTH);
    }

    /** Models that the chart has something of, by index. */
    private TreeSet<Integer> shown() {
        TreeSet<Integer> shown = new TreeSet<>();
        chart.path("lines").forEach(line -> shown.add(line.path("model").asInt()));
        chart.path("items").forEach(item -> shown.add(item.path("model").asInt()));
        shown.remove(-1);
        return shown;
    }

    private void draw(Canvas canvas) {
        if (rows()) {
            new RowsPlot(canvas, palette, chart, models, WIDTH, rowCount(), ROW).draw();
        } else {
            new Plot(canvas, palette, chart, WIDTH, PLOT_HEIGHT).draw();
            new Legend(canvas, palette, models, WIDTH).draw(shown(), PLOT_HEIGHT);
        }
    }
}
