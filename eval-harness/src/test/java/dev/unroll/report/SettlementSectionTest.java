package dev.unroll.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettlementSectionTest {

    @TempDir
    private Path folder;

    private String html(String resolved) throws IOException {
        ReportData data = ReportData.load(FakeRun.write(folder));
        return SettlementSection.html(new Report(new ReportData(data.results(), data.resultsHash(), data.timing(),
                data.provenance(), data.spec(), CanonicalJson.mapper().readTree(resolved))));
    }

    @Test
    void showsWidthsFoundAndWhatTheyCameTo() throws IOException {
        String html = html("""
                {"match": {"by": "time", "to": "LSTM", "budget": null}, "settlement": {"tuned": [], "sizes": [
                  {"model": "RNN", "key": "hiddenSizes", "from": 64, "to": 130, "budgets": [200, 200, 200, 200],
                   "reached": [190, 210, 200, 100]}]}}
                """);

        assertThat(html).contains("Sizes brought together", "seconds per update", "the size of the LSTM", "64 → 130",
                "190 (95", "100 (50", "another may find other widths");
        assertThat(html.replace("another may find other widths", "")).doesNotContain("Tuning");
    }

    @Test
    void showsWhatWasTriedAndChosen() throws IOException {
        String html = html("""
                {"tune": {"method": "random", "trainSeed": 0}, "settlement": {"sizes": [], "tuned": [
                  {"dataset": "vowels", "model": "RNN", "chosen": 1, "trials": [
                    {"settings": "learningRate: 0.1", "updates": 10, "validationLoss": null},
                    {"settings": "learningRate: 0.01", "updates": 10, "validationLoss": 0.25},
                    {"settings": "learningRate: 0.3", "updates": 10, "validationLoss": 0.75}]}]}}
                """);

        assertThat(html).contains("Tuning", "vowels, RNN", ">3<", "learningRate: 0.01</code>", "0.250", "0.750 (1 without a loss)");
        assertThat(html("{\"settlement\": null}")).isEmpty();
    }

    @Test
    void saysWhereNothingThatWasTriedTrains() throws IOException {
        assertThat(html("""
                {"tune": {"method": "grid", "trainSeed": 0}, "settlement": {"sizes": [], "tuned": [
                  {"dataset": "vowels", "model": "RNN", "chosen": 0, "trials": [{"settings": "learningRate: 9",
                   "updates": 1, "validationLoss": null, "reason": "the loss became NaN"}]}]}}
                """)).contains("none: all diverged or failed. the loss became NaN", "(1 without a loss)");
    }
}
