package dev.unroll.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.run.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** The report as Markdown, tables, figures and PDF. */
class ReportFilesTest {

    @TempDir
    static Path temporary;
    private static Path run;

    @BeforeAll
    static void writeEveryFormat() {
        RunFolder folder = FakeRun.write(temporary.resolve("run"));
        ReportFiles.write(folder, EnumSet.allOf(ReportFormat.class));
        run = folder.path();
    }

    @Test
    void sameFilesOfARunGiveTheSameBytesInEveryFormat() {
        RunFolder other = FakeRun.write(temporary.resolve("elsewhere"));
        ReportFiles.write(other, EnumSet.allOf(ReportFormat.class));

        Map<String, byte[]> first = files(run);
        Map<String, byte[]> second = files(other.path());
        assertThat(second.keySet()).isEqualTo(first.keySet()).contains("report.md", "report.pdf", "tables/table-01.tex",
                "tables/table-01.csv", "figures/figure-01-1.svg", "figures/figure-01-1.pdf");
        first.forEach((name, bytes) -> assertThat(second.get(name)).as(name).isEqualTo(bytes));
    }

    @Test
    void markdownShowsEveryFigureAndNoMarkupOfNames() throws IOException {
        String markdown = Files.readString(run.resolve("report.md"));

        Matcher pictures = Pattern.compile("!\\[[^\\n]*]\\((figures/[^)]+)\\)").matcher(markdown);
        int count = 0;
        while (pictures.find()) {
            assertThat(run.resolve(pictures.group(1))).exists();
            count++;
        }
        assertThat(count).isGreaterThan(20);
        assertThat(markdown).contains("\\<script\\>alert(1)\\</script\\>", "| Model |", "### adding", "**Figure 1.**");
        String outsideOfCode = Pattern.compile("^(```+)$.*?^\\1$", Pattern.MULTILINE | Pattern.DOTALL).matcher(markdown)
                .replaceAll("");
        assertThat(outsideOfCode).doesNotContainPattern("(?<!\\\\)<script").doesNotContainPattern("(?<!\\\\)<img");
    }

    @Test
    void tablesForLatexEscapeWhatTexWouldObey() throws IOException {
        String table = Files.readString(run.resolve("tables/table-01.tex"));

        assertThat(table).contains("\\begin{tabular}{lrrrrrrr}", "\\toprule", "$\\pm$",
                "\\textless{}script\\textgreater{}alert(1)\\textless{}/script\\textgreater{}", "\\textbf{0.98097")
                .doesNotContain("Table 1.");
        assertThat(table.chars().filter(c -> c == '{').count()).isEqualTo(table.chars().filter(c -> c == '}').count());
    }

    @Test
    void spreadsheetsGetNumbersAndNoFormulas() throws IOException {
        String table = Files.readString(run.resolve("tables/table-01.csv"));

        assertThat(table.lines().findFirst().orElse(""))
                .startsWith("Model,adding MSE ↓,adding MSE ↓ ±,adding MSE ↓ remark,");
        assertThat(table).contains("LSTM,0.002075,0.000020,1–2,0.98097,0.00069,1,", "1–3 2 of 3 seeds")
                .doesNotContain("\u202f", "−");
    }

    @Test
    void figuresAreSvgThatHoldsNothingButADrawing() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        for (Path figure : figures(".svg")) {
            Document svg = factory.newDocumentBuilder().parse(figure.toFile());
            assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
            assertThat(svg.getElementsByTagName("script").getLength()).isZero();
            assertThat(svg.getElementsByTagName("path").getLength()).as(figure.toString()).isPositive();
        }
    }

    @Test
    void pdfHoldsTheAnswerItsFontsAndNoTime() throws IOException {
        byte[] bytes = Files.readAllBytes(run.resolve("report.pdf"));
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("CreationDate", "ModDate");
        try (PDDocument pdf = Loader.loadPDF(bytes)) {
            String text = new PDFTextStripper().getText(pdf);
            assertThat(text).contains("The LSTM is best on vowels", "Learning curves", "How to reproduce this",
                    "0.1608 ± 0.0037");
            assertThat(pdf.getNumberOfPages()).isBetween(8, 60);
            pdf.getPages().forEach(page -> page.getResources().getFontNames().forEach(name -> {
                try {
                    assertThat(page.getResources().getFont(name).isEmbedded()).isTrue();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
    }

    @Test
    void figuresAsPdfAreOnePageOfTheirSize() throws IOException {
        for (Path figure : figures(".pdf").subList(0, 3)) {
            try (PDDocument pdf = Loader.loadPDF(Files.readAllBytes(figure))) {
                assertThat(pdf.getNumberOfPages()).isEqualTo(1);
                assertThat(pdf.getPage(0).getMediaBox().getWidth()).isEqualTo(430);
            }
        }
    }

    private static List<Path> figures(String ending) throws IOException {
        try (Stream<Path> all = Files.list(run.resolve("figures"))) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static Map<String, byte[]> files(Path folder) {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
