package dev.unroll.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.report.format.Markup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.w3c.dom.Element;

/**
 * All that a report says, before it takes a form.
 *
 * @param answer   the run's answer in plain sentences
 * @param facts    how much there is of what
 * @param sections in their order
 * @param charts   data of the charts, as the script takes it
 */
record ReportDocument(String title, String description, String facts, String answer, List<Section> sections,
        JsonNode charts) {

    /** A section: its ID, its title in plain text and its content as HTML. */
    record Section(String id, String title, String html) {
    }

    /** A numbered table: the element, and that of its caption. */
    record Table(int number, Element table, Element caption) {
    }

    static ReportDocument of(ReportData data) {
        Report report = new Report(data);
        List<Section> sections = List.of(
                new Section("answer", "Which model is better", ScoreSection.html(report)),
                new Section("curves", "Learning curves", CurveSection.html(report)),
                new Section("gradients", "How far back gradients reach", GradientSection.html(report)),
                new Section("predictions", "Predictions", PredictionSection.html(report)),
                new Section("speed", "Speed", SpeedSection.html(report) + EngineSection.html(report)),
                new Section("data", "Data", DataSection.html(report)),
                new Section("fairness", "Fairness and failures", FairnessSection.html(report)),
                new Section("reproduce", "How to reproduce this", ReproduceSection.html(report)));
        String description = data.results().description() == null ? "" : data.results().description();
        return new ReportDocument(data.results().name(), description, facts(data), ScoreSection.answer(report), sections,
                report.charts.json());
    }

    private static String facts(ReportData data) {
        return String.join(", ", counted(data.results().models().size(), "model"),
                counted(data.results().datasets().size(), "dataset"), counted(data.results().seeds().size(), "seed"),
                (data.goesOn() ? Numbers.count(data.results().trials().size()) + " of " : "")
                        + counted(data.planned(), "trial"));
    }

    private static String counted(int count, String word) {
        return Numbers.count(count) + " " + word + (count == 1 ? "" : "s");
    }

    /** For each chart that stands in a figure, {@code figure-NN-K}: the figure's number and its own within it. */
    Map<String, String> figureNames() {
        Map<String, String> names = new LinkedHashMap<>();
        for (Section section : sections) {
            for (Element figure : elements(Markup.parse(section.html()), "figure")) {
                String number = elements(figure, "figcaption").stream().map(Element::getTextContent).findFirst().orElse("")
                        .replaceFirst("(?s)^Figure (\\d+)\\..*", "$1");
                int chart = 0;
                for (Element box : elements(figure, "div")) {
                    if (box.getAttribute("id").startsWith("chart-")) {
                        names.put(box.getAttribute("id"), "figure-" + (number.length() < 2 ? "0" : "") + number + "-"
                                + ++chart);
                    }
                }
            }
        }
        return names;
    }

    /** What each chart shows, in words, by its ID. */
    Map<String, String> chartTitles() {
        Map<String, String> titles = new LinkedHashMap<>();
        for (Section section : sections) {
            elements(Markup.parse(section.html()), "div").forEach(box ->
                    titles.put(box.getAttribute("id"), box.getAttribute("aria-label")));
        }
        return titles;
    }

    /** All numbered tables. */
    List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        for (Section section : sections) {
            Element tree = Markup.parse(section.html());
            Map<String, Element> captions = new LinkedHashMap<>();
            elements(tree, "p").forEach(caption -> captions.put(caption.getAttribute("id"), caption));
            for (Element table : elements(tree, "table")) {
                String id = table.getAttribute("aria-labelledby");
                if (id.startsWith("table-")) {
                    tables.add(new Table(Integer.parseInt(id.substring("table-".length())), table, captions.get(id)));
                }
            }
        }
        return tables;
    }

    private static List<Element> elements(Element in, String name) {
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < in.getElementsByTagName(name).getLength(); i++) {
            found.add((Element) in.getElementsByTagName(name).item(i));
        }
        return found;
    }
}
