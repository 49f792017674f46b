package dev.unroll.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.unroll.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {

    private static final int MEGABYTE = 1 << 20;

    @TempDir
    Path temporary;
    private RunFolder folder;

    @BeforeEach
    void makeRun() {
        folder = FakeRun.write(temporary.resolve("run"));
    }

    @Test
    void sameFilesGiveTheSameBytes() throws IOException {
        ReportWriter.write(folder);
        byte[] first = Files.readAllBytes(folder.report());
        ReportWriter.write(folder);

        assertThat(Files.readAllBytes(folder.report())).isEqualTo(first).hasSizeLessThan(3 * MEGABYTE);
    }

    @Test
    void namesAndSpecsNeverBecomeMarkup() throws IOException {
        String html = html();

        assertThat(html).doesNotContain(FakeRun.ATTACK).contains("&lt;script&gt;alert(1)&lt;/script&gt;]]&gt;&quot;&#39;`",
                "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e]]\\u003e");
        assertThat(own(html)).doesNotContain("<img", "\u202e");
        assertThat(Pattern.compile("<script").matcher(own(html)).results().count()).isEqualTo(3);
    }

    @Test
    void chartDataIsJsonWhoseBoxesAreThere() throws IOException {
        String html = html();
        Matcher data = Pattern.compile("id=\"charts-data\">(.*?)</script>", Pattern.DOTALL).matcher(html);
        assertThat(data.find()).isTrue();
        JsonNode charts = new ObjectMapper().readTree(data.group(1)).get("charts");

        assertThat(charts).hasSizeGreaterThan(15);
        charts.forEach(chart -> assertThat(html).contains("id=\"" + chart.get("id").textValue() + "\" role=\"img\""));
    }

    @Test
    void nothingIsLoadedFromElsewhere() throws IOException {
        String own = own(html());

        assertThat(own).doesNotContainPattern("\\ssrc\\s*=").doesNotContain("@import").doesNotContain("<link")
                .doesNotContainPattern("url\\(").contains("default-src 'none'");
        assertThat(own).doesNotContainPattern("(?<!<a rel=\"noreferrer\" )href=\"http");
    }

    @Test
    void scoresOfSlicesStandBesideTheBaselines() throws IOException {
        assertThat(own(html())).contains("<th scope=\"row\">lag 1–45</th>", "<span class=\"baseline\">0.166</span>",
                "<th scope=\"row\">lag 46–90</th>", "Scores by difficulty");
    }

    @Test
    void resultsWithoutSlicesStillGetAReport() throws IOException {
        String results = Files.readString(folder.results());
        Files.writeString(folder.results(), results.replace("baselineSlices", "x").replace("slices", "y"));
        assertThat(own(html())).contains("Test scores, mean").doesNotContain("Scores by difficulty");
    }

    @Test
    void headingsDescendWithoutGaps() throws IOException {
        Matcher heading = Pattern.compile("<h([1-6])").matcher(own(html()));
        int level = 0;
        while (heading.find()) {
            int next = heading.group(1).charAt(0) - '0';
            assertThat(next).isLessThanOrEqualTo(level + 1);
            level = next;
        }
        assertThat(level).isPositive();
    }

    @Test
    void failedTrialsAreNamedWithTheirReason() throws IOException {
        assertThat(own(html())).contains("<code>adding/RNN/3</code>", "The loss became infinite at update 873 of 4000",
                "1 of 36 trials diverged or failed");
    }

    @Test
    void forecastsOfQuantilesHaveABandAndOthersNone() throws IOException {
        assertThat(own(html()).split("band: from the lowest to the highest quantile", -1)).hasSize(2);
    }

    @Test
    void settingsThatDifferAreListedApartFromThoseThatAreEqual() throws IOException {
        assertThat(own(html())).contains("<dt>batchSize</dt><dd>32</dd>", "optimizer.learningRate</th>", "3e-4");
    }

    @Test
    void negativeControlIsNotWonByAnyone() throws IOException {
        assertThat(own(html())).contains("On stock indices no model is shown to beat the best naive baseline");
    }

    @Test
    void validationThatIsTheTestIsSaidOfThatDatasetAlone() throws IOException {
        String html = own(html());

        assertThat(html).contains("On stock indices the validation part is the test part",
                "8000 training, 1000 test; the validation part is the test part",
                "8000 training, 1000 validation, 1000 test<");
        assertThat(html).doesNotContain("On electricity the validation part");
    }

    @Test
    void folderThatIsNoRunIsRefused() {
        assertThatThrownBy(() -> ReportWriter.write(new RunFolder(temporary.resolve("nowhere"))))
                .isInstanceOf(ReportException.class).hasMessageContaining("nowhere is not a folder");
        assertThatThrownBy(() -> ReportWriter.write(new RunFolder(temporary)))
                .isInstanceOf(ReportException.class).hasMessageContaining("A run folder holds results.json");
    }

    @Test
    void missingOrDamagedFilesAreNamed() throws IOException {
        Files.writeString(folder.timing(), "{\"trials\": [");
        assertThatThrownBy(() -> ReportWriter.write(folder)).isInstanceOf(ReportException.class)
                .hasMessageContaining("timing.json is damaged");
        Files.writeString(folder.timing(), "{}");
        assertThatThrownBy(() -> ReportWriter.write(folder)).isInstanceOf(ReportException.class)
                .hasMessageContaining("timing.json is incomplete");
        Files.delete(folder.timing());
        assertThatThrownBy(() -> ReportWriter.write(folder)).isInstanceOf(ReportException.class)
                .hasMessageContaining("timing.json can't be read");
    }

    @Test
    void recordsComeBackAsTheyWereWritten() {
        ReportData data = ReportData.load(folder);

        assertThat(data.results().trials()).hasSize(36);
        assertThat(data.results().summary().get(0)).isEqualTo(FakeRun.results().summary().get(0));
        assertThat(data.timing()).isEqualTo(FakeRun.timing());
    }

    @Test
    void runWithoutResolvedSpecStillGetsAReport() throws IOException {
        Files.delete(folder.resolvedSpec());

        assertThat(html()).contains("What was equal, and what was not");
    }

    @Test
    void lineSeparatorsOfJavaScriptAreEscapedInJson() {
        assertThat(Html.json(new TextNode("</script>&\u2028\u2029")))
                .isEqualTo("\"\\u003c/script\\u003e\\u0026\\u2028\\u2029\"");
    }

    @Test
    void onlyWebAddressesBecomeLinks() {
        assertThat(Html.linked("see https://a.org/\"><script>, javascript:alert(1)")).isEqualTo(
                "see <a rel=\"noreferrer\" href=\"https://a.org/\">https://a.org/</a>&quot;&gt;&lt;script&gt;, "
                        + "javascript:alert(1)");
    }

    private String html() throws IOException {
        ReportWriter.write(folder);
        return Files.readString(folder.report());
    }

    /** The report without the chart library, whose text is not ours. */
    private static String own(String html) {
        int start = html.indexOf("<script>");
        int end = html.indexOf("</script>", start);
        return html.substring(0, start + "<script>".length()) + html.substring(end);
    }
}
