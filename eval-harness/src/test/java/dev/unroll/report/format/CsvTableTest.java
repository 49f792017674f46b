package dev.unroll.report.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class CsvTableTest {

    private static String csv(String... cells) {
        StringBuilder table = new StringBuilder("<table><thead><tr><th>Model</th><th>score</th></tr></thead><tbody>");
        for (String cell : cells) {
            table.append("<tr><th>a</th><td>").append(cell).append("</td></tr>");
        }
        Element tree = Markup.parse(table.append("</tbody></table>").toString());
        return CsvTable.of((Element) tree.getElementsByTagName("table").item(0));
    }

    @Test
    void whatStandsBesideAMeanHasItsOwnColumn() {
        assertThat(csv("<b>+0.12 ± 0.01</b> ▲ (3 of 5 seeds)", "0.5", "(4.2 ± 0.1)e-7 <small>1–2</small>",
                "0.3 (1 of 5 seeds)", "– (0 of 5 seeds)", "none completed"))
                .isEqualTo("Model,score,score ±,score remark\r\n"
                + "a,0.12,0.01,▲ (3 of 5 seeds)\r\na,0.5,,\r\na,4.2e-7,0.1e-7,1–2\r\na,0.3,,(1 of 5 seeds)\r\n"
                + "a,,,(0 of 5 seeds)\r\na,none completed,,\r\n");
    }

    @Test
    void columnsThatNothingNeedsAreNotThere() {
        assertThat(csv("0.12 ± 0.01")).isEqualTo("Model,score,score ±\r\na,0.12,0.01\r\n");
        assertThat(csv("0.12 1–2", "0.2 3")).isEqualTo("Model,score,score remark\r\na,0.12,1–2\r\na,0.2,3\r\n");
        assertThat(csv("1200, 3.4 s", "12 of 15", "5 s")).isEqualTo(
                "Model,score\r\na,\"1200, 3.4 s\"\r\na,12 of 15\r\na,5 s\r\n");
    }
}
