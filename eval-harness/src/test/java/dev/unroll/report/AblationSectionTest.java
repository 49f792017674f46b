package dev.unroll.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.comparison.Comparison;
import dev.unroll.json.CanonicalJson;
import dev.unroll.statistics.Interval;
import dev.unroll.statistics.PairedStudent;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AblationSectionTest {

    @TempDir
    private Path folder;

    private String html(String resolved) throws IOException {
        ReportData data = ReportData.load(FakeRun.write(folder));
        JsonNode json = CanonicalJson.mapper().readTree(resolved);
        return AblationSection.html(new Report(new ReportData(data.results(), data.resultsHash(), data.timing(),
                data.provenance(), data.spec(), json)));
    }

    @Test
    void showsEveryVariantsDifferenceToTheBase() throws IOException {
        String html = html("{\"ablation\": {\"base\": \"LSTM\", \"variants\": [{\"model\": \"RNN\", \"changes\":"
                + " [\"plain\"]}]}}");
        String[] rows = html.split("<tr>");

        assertThat(html).contains("What each change did to LSTM");
        assertThat(rows[2]).contains("LSTM</span> (base)").doesNotContain("+").doesNotContain("▼");
        assertThat(rows[3]).contains("RNN</span>");
        String[] cells = rows[3].split("<td");
        assertThat(cells[1]).as("two seeds show nothing").contains("+0.1").doesNotContain("<b>").doesNotContain("▼");
        assertThat(cells[2]).as("an accuracy that fell").contains("<b>\u22120.07").contains("▼");
        assertThat(cells[3]).as("an error that grew").contains("<b>+6").contains("▼");
        assertThat(html).contains("2 of 4 differences are not shown", "a comparison needs at least 3 seeds");
    }

    @Test
    void saysOfHowManySeedsADifferenceIs() throws IOException {
        String variants = html("{\"ablation\": {\"base\": \"LSTM\", \"variants\": [{\"model\": \"RNN\"}]}}");
        String base = html("{\"ablation\": {\"base\": \"RNN\", \"variants\": [{\"model\": \"LSTM\"}]}}");

        assertThat(variants.split("<tr>")[2]).as("a base that has all").doesNotContain("seeds)");
        assertThat(variants.split("<tr>")[3].split("<td")[1]).as("one seed diverged").contains("(2 of 3 seeds)");
        assertThat(variants.split("<tr>")[3].split("<td")[2]).doesNotContain("seeds)");
        assertThat(base.split("<tr>")[2].split("<td")[1]).as("a base that lost one").contains("(2 of 3 seeds)");
        assertThat(base.split("<tr>")[3].split("<td")[1]).contains("(2 of 3 seeds)");
    }

    @Test
    void figureHasTheIntervalOfTheTestInTheMetricsOwnDirection() {
        Comparison equal = new Comparison("task", "a", "b", new double[] {0.1, 0.1, 0.1},
                PairedStudent.of(new double[] {0.1, 0.1, 0.1}, 0.01), 1, 1, 0.05);
        Interval error = AblationSection.interval(equal, -1);

        assertThat(error.estimate()).isCloseTo(-0.1, within(1e-12));
        assertThat(error.upper() - error.estimate()).as("rounding alone").isCloseTo(4.302653 * 0.01 / Math.sqrt(3),
                within(1e-6));
        assertThat(AblationSection.interval(equal, 1).lower()).isCloseTo(-error.upper(), within(1e-12));
        assertThat(RunComparison.difference(new double[] {0.1, 0.1, 0.1}, 0.01)).isEqualTo("+0.100 ± 0.025");
        assertThat(RunComparison.difference(new double[] {0.1}, 0.01)).isEqualTo("+0.100");
    }

    @Test
    void isEmptyWithoutAnAblation() throws IOException {
        assertThat(html("{\"ablation\": null}")).isEmpty();
        assertThat(html("{}")).isEmpty();
    }
}
