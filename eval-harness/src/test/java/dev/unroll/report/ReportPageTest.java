package dev.unroll.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.browser.Browser;
import dev.unroll.browser.Page;
import dev.unroll.run.RunFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The report as a reader has it, in Chromium. */
class ReportPageTest {

    private static final String DRAWN = "document.querySelectorAll('.chart svg').length";

    @TempDir
    static Path temporary;
    private static Path report;
    private Page page;

    @BeforeAll
    static void writeReport() {
        RunFolder folder = FakeRun.write(temporary.resolve("run"));
        ReportWriter.write(folder);
        report = folder.report();
    }

    @BeforeEach
    void openTab() {
        page = Browser.page();
    }

    @AfterEach
    void closeTab() {
        if (page != null) {
            page.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void keepsTheRulesOfAxeAndIsQuietInTheConsole(String scheme) throws IOException {
        page.scheme(scheme).open(report);
        page.value("document.querySelectorAll('details').forEach(one => { one.open = true; })");

        assertThat(violations(page)).isEmpty();
        assertThat(page.errors()).isEmpty();
    }

    @Test
    void nothingIsWiderThanTheScreen() {
        page.size(360, 800, true).open(report);
        page.value("document.querySelectorAll('details').forEach(one => { one.open = true; })");
        for (int width : new int[] {360, 768, 1280}) {
            page.size(width, 800, width < 500);
            assertThat(page.value("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                    .intValue()).as("pixels beyond a width of " + width).isZero();
        }
    }

    @Test
    void clickOnAModelHidesItInEveryChartAndAgainShowsIt() {
        page.open(report);
        page.value(firstChart());
        String colour = page.value("getComputedStyle(document.documentElement).getPropertyValue('--c0').trim()")
                .textValue();
        String marks = "document.querySelectorAll(\".chart svg path[fill='" + colour + "']\").length";
        assertThat(page.value(marks).intValue()).isPositive();

        page.click("button[data-model='0']");
        assertThat(page.value("[...document.querySelectorAll(\"button[data-model='0']\")].every(one =>"
                + " one.getAttribute('aria-pressed') === 'false')").booleanValue()).isTrue();
        assertThat(page.value(marks).intValue()).isZero();

        page.click("button[data-model='0']");
        assertThat(page.value(marks).intValue()).isPositive();
    }

    @Test
    void clickOnAHeadSortsByValueAndAThirdTimeRestoresTheOrder() {
        page.open(report);
        String parameters = "main table thead th:nth-child(6) button";
        String first = "[...document.querySelector('main table').tBodies[0].rows].map(row => row.cells[5].textContent)"
                + ".join(' ')";
        assertThat(page.value(first).textValue()).isEqualTo("17.2k 4.42k 51.3k");

        page.click(parameters);
        assertThat(page.value(first).textValue()).isEqualTo("4.42k 17.2k 51.3k");
        page.click(parameters);
        assertThat(page.value(first).textValue()).isEqualTo("51.3k 17.2k 4.42k");
        assertThat(page.value("document.querySelector('th[aria-sort]').getAttribute('aria-sort')").textValue())
                .isEqualTo("descending");
        page.click(parameters);
        assertThat(page.value(first).textValue()).isEqualTo("17.2k 4.42k 51.3k");
    }

    @Test
    void chartsFarBelowTheScreenAreDrawnOnlyWhenNear() {
        page.open(report);
        page.value(firstChart());
        int near = page.value(DRAWN).intValue();
        int all = page.value("document.querySelectorAll('.chart').length").intValue();
        assertThat(near).isBetween(1, all / 2);

        assertThat(new String(page.printed(), 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        assertThat(page.value(DRAWN).intValue()).isEqualTo(all);
        assertThat(page.errors()).isEmpty();
    }

    @Test
    void chartsHaveTheSizeOfPaperTheMomentPrintingBegins() {
        page.open(report);
        page.value(firstChart());

        assertThat(page.value("(() => { dispatchEvent(new Event('beforeprint')); const chart = document.querySelector('.chart');"
                + " return [...chart.querySelectorAll('text')].every(text => text.transform.baseVal[0].matrix.f"
                + " <= chart.clientHeight); })()").booleanValue()).isTrue();
    }

    @Test
    void switchChangesBetweenLightAndDark() {
        page.scheme("light").open(report);
        String paper = "getComputedStyle(document.body).backgroundColor";
        assertThat(page.value(paper).textValue()).isEqualTo("rgb(255, 255, 255)");
        page.click("#theme");
        assertThat(page.value(paper).textValue()).isEqualTo("rgb(20, 23, 27)");
        assertThat(page.value("document.getElementById('theme').textContent").textValue()).isEqualTo("Light");
    }

    @Test
    void namesStayText() {
        page.open(report);

        assertThat(page.value("document.querySelector(\"button[data-model='2']\").textContent").textValue())
                .isEqualTo(Html.plain(FakeRun.ATTACK));
        assertThat(page.value("document.querySelectorAll('main script, main img, main b[onclick]').length").intValue())
                .isZero();
        assertThat(page.value("document.title").textValue()).isEqualTo("long-range: Unroll report");
    }

    /** Comes true when the first chart has been drawn: observers report after the page has loaded. */
    private static String firstChart() {
        return "new Promise(done => { const look = () => " + DRAWN + " > 0 ? done(true) : requestAnimationFrame(look);"
                + " look(); })";
    }

    /** What axe-core finds, in words. */
    static JsonNode violations(Page page) throws IOException {
        try (InputStream axe = ReportPageTest.class.getResourceAsStream("/axe.min.js")) {
            page.value(new String(axe.readAllBytes(), StandardCharsets.UTF_8) + "; 0");
        }
        return page.value("axe.run().then(found => found.violations.map(one => one.id + ': ' + one.help + ' '"
                + " + one.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(' | ')))");
    }
}
