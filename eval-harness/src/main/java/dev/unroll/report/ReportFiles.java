package dev.unroll.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.report.figure.Figure;
import dev.unroll.report.format.CsvTable;
import dev.unroll.report.format.LatexTable;
import dev.unroll.report.format.Markdown;
import dev.unroll.report.format.Markup;
import dev.unroll.report.format.PdfReport;
import dev.unroll.run.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Writes the report of a run in all its forms: the same bytes for the same files of the run. */
public final class ReportFiles {

    private final RunFolder folder;
    private final ReportDocument document;
    private final Map<String, String> names;

    private ReportFiles(RunFolder folder, ReportDocument document) {
        this.folder = folder;
        this.document = document;
        this.names = document.figureNames();
    }

    /**
     * Writes what is asked for into the run's folder, over what is there.
     *
     * @return the answer of the run in plain sentences, with which the report begins
     * @throws ReportException if the folder is no run folder, or a file is missing, damaged or cannot be written
     */
    public static String write(RunFolder folder, Set<ReportFormat> formats) {
        ReportDocument document = ReportDocument.of(ReportData.load(folder));
        ReportFiles files = new ReportFiles(folder, document);
        if (formats.contains(ReportFormat.HTML)) {
            files.write(folder.report(), ReportWriter.html(document));
        }
        if (formats.contains(ReportFormat.TEX) || formats.contains(ReportFormat.CSV)) {
            files.tables(formats);
        }
        Map<String, String> drawn = formats.contains(ReportFormat.SVG) || formats.contains(ReportFormat.PDF)
                ? files.figures(formats) : Map.of();
        if (formats.contains(ReportFormat.MD)) {
            files.write(folder.path().resolve("report.md"), files.markdown(drawn));
        }
        if (formats.contains(ReportFormat.PDF)) {
            files.write(folder.path().resolve("report.pdf"), files.pdf(drawn));
        }
        return document.answer();
    }

    private void tables(Set<ReportFormat> formats) {
        Path tables = emptied("tables", "table-\\d+\\.(tex|csv)", formats);
        for (ReportDocument.Table table : document.tables()) {
            String name = "table-" + (table.number() < 10 ? "0" : "") + table.number();
            if (formats.contains(ReportFormat.TEX)) {
                write(tables.resolve(name + ".tex"), LatexTable.of(table.table(), table.caption(), "tab:" + name));
            }
            if (formats.contains(ReportFormat.CSV)) {
                write(tables.resolve(name + ".csv"), CsvTable.of(table.table()));
            }
        }
    }

    /** Draws them; names without an ending, by chart. */
    private Map<String, String> figures(Set<ReportFormat> formats) {
        Path figures = emptied("figures", "figure-\\d+-\\d+\\.(svg|pdf)", formats);
        String style = ReportWriter.style();
        Map<String, String> titles = document.chartTitles();
        Map<String, String> drawn = new LinkedHashMap<>();
        for (JsonNode chart : document.charts().path("charts")) {
            String id = chart.path("id").asText();
            if (!names.containsKey(id)) {
                continue;
            }
            Figure.of(chart, document.charts().path("models"), style, titles.getOrDefault(id, "")).ifPresent(figure -> {
                if (formats.contains(ReportFormat.SVG)) {
                    write(figures.resolve(names.get(id) + ".svg"), figure.svg());
                }
                if (formats.contains(ReportFormat.PDF)) {
                    write(figures.resolve(names.get(id) + ".pdf"), figure.pdf());
                }
                drawn.put(id, "figures/" + names.get(id));
            });
        }
        return drawn;
    }

    private String markdown(Map<String, String> drawn) {
        Map<String, String> pictures = new LinkedHashMap<>();
        drawn.forEach((id, name) -> pictures.put(id, name + ".svg"));
        StringBuilder out = new StringBuilder("# ").append(Markdown.text(document.title())).append("\n\n");
        if (!document.description().isBlank()) {
            out.append(Markdown.text(document.description().strip().replaceAll("\\s+", " "))).append("\n\n");
        }
        out.append(Markdown.text(document.facts())).append(".\n");
        for (ReportDocument.Section section : document.sections()) {
            out.append("\n## ").append(section.title()).append("\n\n");
            if (section.id().equals("answer")) {
                out.append(Markdown.text(document.answer())).append("\n\n");
            }
            out.append(Markdown.of(Markup.parse(section.html()), pictures));
        }
        return out.toString();
    }

    private byte[] pdf(Map<String, String> drawn) {
        Map<String, String> pictures = new LinkedHashMap<>();
        drawn.forEach((id, name) -> pictures.put(id, name + ".pdf"));
        List<String> sections = new ArrayList<>();
        sections.add("<p class=\"kind\">Unroll report</p><h1>" + Html.text(document.title()) + "</h1><p class="
                + "\"description\">" + Html.text(document.description()) + " " + Html.text(document.facts()) + ".</p><p "
                + "class=\"lead\">" + Html.text(document.answer()) + "</p>");
        for (ReportDocument.Section section : document.sections()) {
            sections.add((section.id().equals("answer") ? "" : "<h2>" + Html.text(section.title()) + "</h2>")
                    + section.html());
        }
        return PdfReport.of(document.title() + ": Unroll report", ReportWriter.resource("dev/unroll/report/print.css"),
                sections, pictures, folder.path().toAbsolutePath());
    }

    /** A folder of the run's, without what an earlier report left of the forms that are now written. */
    private Path emptied(String name, String ours, Set<ReportFormat> formats) {
        Path inside = folder.path().resolve(name);
        try {
            Files.createDirectories(inside);
            try (Stream<Path> files = Files.list(inside)) {
                for (Path file : files.toList()) {
                    String its = file.getFileName().toString();
                    if (its.matches(ours) && formats.stream().anyMatch(format -> its.endsWith("." + format))) {
                        Files.delete(file);
                    }
                }
            }
            return inside;
        } catch (IOException e) {
            throw unwritable(inside, e);
        }
    }

    private void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static ReportException unwritable(Path file, IOException e) {
        return new ReportException(file + " can't be written: give the folder space and write permission", e);
    }
}
