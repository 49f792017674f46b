package dev.unroll.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unroll.gradient.MeasureTable;
import dev.unroll.gradient.MeasureTable.Figure;
import dev.unroll.gradient.MeasuredTables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * Tables of measures as figures and tables, whatever was measured. A table has a figure for each dataset and each
 * combination of the values that tell its lines apart; a line is a model at one moment, of its first seed.
 */
final class MeasuredFigures {

    private static final int MOST_FIGURES = 12;
    private static final int MOST_ROWS = 120;

    private final Charts charts;
    private final List<String> models;
    private final BinaryOperator<String> figure;

    /**
     * @param models names, in the order of the charts
     * @param figure puts a caption under a figure's content; both are HTML
     */
    MeasuredFigures(Charts charts, List<String> models, BinaryOperator<String> figure) {
        this.charts = charts;
        this.models = models;
        this.figure = figure;
    }

    /** The tables in their order, each that is not shown or drawn left out. */
    String html(List<MeasureTable> tables) {
        StringBuilder out = new StringBuilder();
        for (MeasureTable table : tables) {
            if (table.figure() != null) {
                out.append(figures(table));
            } else if (table.shown()) {
                out.append(table(table));
            }
        }
        return out.toString();
    }

    private String table(MeasureTable table) {
        StringBuilder rows = new StringBuilder(Html.head(table.columns().stream().map(Html::text).toList()))
                .append("<tbody>\n");
        for (List<Object> row : table.rows().subList(0, Math.min(MOST_ROWS, table.rows().size()))) {
            rows.append(Html.row(cell(row.get(0)), row.subList(1, row.size()).stream().map(MeasuredFigures::cell)
                    .toList()));
        }
        String more = table.rows().size() > MOST_ROWS ? " The first " + MOST_ROWS + " of "
                + Numbers.count(table.rows().size()) + " rows." : "";
        return "<details><summary>" + Html.text(table.name()) + "</summary>\n" + Html.smallTable("measured",
                Html.text(table.caption()) + more, rows.append("</tbody>\n").toString()) + "</details>\n";
    }

    private static String cell(Object value) {
        if (value == null) {
            return "–";
        }
        if (value instanceof Number number && !(value instanceof Integer) && !(value instanceof Long)) {
            return Double.isInfinite(number.doubleValue()) ? "∞" : Numbers.significant(number.doubleValue());
        }
        return value.equals("Infinity") ? "∞" : value.equals("NaN") ? "–" : Html.text(value.toString());
    }

    private String figures(MeasureTable table) {
        Figure drawing = table.figure();
        List<String> apart = new ArrayList<>(List.of("dataset"));
        apart.addAll(drawing.lines());
        Map<List<Object>, List<List<Object>>> groups = table.rows().stream().collect(Collectors.groupingBy(
                row -> apart.stream().map(column -> row.get(table.columns().indexOf(column))).toList(),
                LinkedHashMap::new, Collectors.toList()));
        StringBuilder out = new StringBuilder();
        int drawn = 0;
        for (Map.Entry<List<Object>, List<List<Object>>> group : groups.entrySet()) {
            if (drawn++ < MOST_FIGURES) {
                out.append(figure(table, group.getKey(), group.getValue()));
            }
        }
        String more = groups.size() > MOST_FIGURES ? "<p>" + (groups.size() - MOST_FIGURES) + " more of table "
                + Html.text(table.name()) + " are in its CSV file.</p>\n" : "";
        return "<details><summary>" + Html.text(table.name()) + "</summary>\n<div"
                + " class=\"multiples\">\n" + out + "</div>\n"
                + more + "</details>\n";
    }

    private String figure(MeasureTable table, List<Object> about, List<List<Object>> rows) {
        Figure drawing = table.figure();
        String title = about.stream().map(Object::toString).collect(Collectors.joining(", "));
        ObjectNode chart = charts.add("lines", drawing.x(), drawing.y());
        chart.put("log", drawing.log());
        int model = table.columns().indexOf(MeasuredTables.KEYS.get(1));
        Map<List<Object>, List<List<Object>>> lines = rows.stream().collect(Collectors.groupingBy(
                row -> List.of(row.get(model), row.get(model + 2)), LinkedHashMap::new, Collectors.toList()));
        lines.forEach((key, all) -> {
            Object first = all.get(0).get(model + 1);
            List<List<Object>> seed = all.stream().filter(row -> row.get(model + 1).equals(first)).toList();
            int stride = (seed.size() + Charts.MAX_POINTS - 1) / Charts.MAX_POINTS;
            double[] x = column(table, drawing.x(), seed, stride);
            boolean before = key.get(1).equals("before");
            ObjectNode line = Charts.line(chart, models.indexOf(key.get(0).toString()),
                    before ? "before training" : "after training", before ? "dashed" : "solid", x,
                    column(table, drawing.y(), seed, stride));
            if (drawing.lower() != null && !before) {
                line.set("lower", Charts.numbers(column(table, drawing.lower(), seed, stride)));
                line.set("upper", Charts.numbers(column(table, drawing.upper(), seed, stride)));
            }
        });
        return figure.apply(Charts.box(chart, title + ": " + table.caption(), "plot"),
                "<b>" + Html.text(title) + "</b>: " + Html.text(table.caption())
                        + (drawing.band() == null ? "" : " Band: " + Html.text(drawing.band()) + ", after training."));
    }

    private static double[] column(MeasureTable table, String name, List<List<Object>> rows, int stride) {
        int column = table.columns().indexOf(name);
        double[] values = new double[(rows.size() + stride - 1) / stride];
        Arrays.setAll(values, i -> rows.get(i * stride).get(column) instanceof Number number ? number.doubleValue()
                : Double.NaN);
        return values;
    }
}
