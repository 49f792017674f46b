package dev.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataCommandTest {

    private static final String DATA = "../examples/data/";

    @TempDir
    private Path folder;

    private Captured unroll(String... arguments) {
        return Captured.run(arguments);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sunspots|last value|█|target: ",
        "copying|memoryless|delimiter|symbol",
        "first-names|majority class|steps|target: female",
        "vowels|majority class|lar1|target: h"})
    void showPrintsExamplesAndWritesAPage(String kind, String baseline, String shown, String target)
            throws IOException {
        Path page = folder.resolve("page.html");
        Captured shownData = unroll("data", "show", kind, "--examples", "2", "--page", page.toString());
        assertThat(shownData.exitCode()).isZero();
        assertThat(shownData.out()).startsWith(kind + ": ").contains(baseline, shown, target, "training example 2",
                page.toString()).doesNotContain("training example 3");
        assertThat(Files.readString(page)).contains("Training example 2", "echarts", "Content-Security-Policy")
                .doesNotContain("{{").doesNotContain("<script src");
    }

    @Test
    void showTakesKeysInBracesAndSaysWhatIsWrongWithThem() {
        String page = folder.resolve("page.html").toString();
        assertThat(unroll("data", "show", "{kind: csv, path: " + DATA + "sales.csv, targets: units, series: shop,"
                + " missing: forward-fill}", "--page", page).out()).contains("csv: ", "units");
        assertThat(unroll("data", "show", "{kind: csv, path: no.csv, targets: v}", "--page", page).err())
                .contains("path must name a file that exists; got no.csv");
        assertThat(unroll("data", "show", "sunspot", "--page", page).err()).contains("did you mean sunspots?");
        assertThat(unroll("data", "show", "{kind: sunspots, windows: 3}").err()).contains("did you mean window?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sales.csv|a table separated by commas|every 1 day|note: column \"units\" misses 1 of",
        "tags.jsonl|JSON Lines|array of texts 40|lengths 5",
        "Gestures_TRAIN.ts|a .ts file|left 12, right 12|dimensions",
        "waves.npz|an archive of NumPy arrays|[40, 8, 2]|lengths",
        "waves-y.npy|an array of numbers|whole numbers|0 to 1",
        "sounds/high/s0_0.wav|a sound|8000 Hz|0.1",
        "story.txt|plain text|lines|80",
        "numbers.tsv|a table separated by tabs|number|0 to 99"})
    void checkTellsWhatALoaderSees(String file, String form, String first, String second) {
        Captured checked = unroll("data", "check", DATA + file);
        assertThat(checked.err()).isEmpty();
        assertThat(checked.out()).contains(form, first, second);
        assertThat(checked.exitCode()).isZero();
    }

    @Test
    void speedMeasuresEachDatasetAndFailsWhereOneIsTooSlow() {
        Captured measured = unroll("data", "speed", "vowels", "--least", "1e12");
        assertThat(measured.out().lines()).hasSize(2).element(1).asString().startsWith("vowels ");
        assertThat(measured.err()).contains("at least 1e12 times faster", "not so: vowels");
        assertThat(measured.exitCode()).isEqualTo(2);
        assertThat(unroll("data", "speed", "vowel").err()).contains("did you mean vowels?");
    }

    @Test
    void checkFindsFaultsOfEncoding() throws IOException {
        Path file = Files.write(folder.resolve("latin.csv"), new byte[] {'a', '\n', 'x', (byte) 0xE4, '\n'});
        assertThat(unroll("data", "check", file.toString()).err()).contains("line 2: text must be in UTF-8; got byte "
                + "0xa"
                + " as byte 5, which looks like Latin-1");
    }
}
