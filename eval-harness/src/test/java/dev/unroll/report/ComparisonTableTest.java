package dev.unroll.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTableTest {

    @TempDir
    private Path folder;

    private Report report() {
        return new Report(ReportData.load(FakeRun.write(folder)));
    }

    @Test
    void everyPairIsListedAndWhatIsShownIsBold() {
        String html = ComparisonTable.html(report());
        String vowels = html.substring(html.indexOf(">vowels accuracy<"), html.indexOf(">electricity MAE (MW)<"));

        // 0.981 and 0.905.
        assertThat(vowels.split("<tr>")[1]).contains("less").contains("<b>0.07").contains("<td class=\"num\">3</td>");
        String electricity = html.substring(html.indexOf(">electricity MAE (MW)<"), html.indexOf(">stock indices"));
        // 402 and 399, each within 2 %.
        assertThat(electricity.split("<tr>")[2]).doesNotContain("<b>").contains("<td class=\"num\">3; ");
        assertThat(html).doesNotContain(FakeRun.ATTACK);
    }

    @Test
    void tasksTogetherLeaveTheNegativeControlOut() {
        assertThat(ComparisonTable.html(report())).contains("Over adding, vowels and electricity together")
                .contains("(Friedman)");
    }

    @Test
    void goalsAreToldInUpdatesAndSeconds() {
        String[] adding = GoalTable.html(report()).split("colspan=\"4\">")[1].split("<tr>");

        assertThat(adding[1]).as("MSE from 0.6 below 0.167").contains(" s</td>").doesNotContain("never");
        assertThat(adding[2]).as("one never gets half the way").contains("never");
    }
}
