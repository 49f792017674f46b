package dev.unroll.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCacheTest {

    @TempDir
    private Path temporary;
    private int made;

    private RunFolder run(String name) throws IOException {
        RunFolder run = new RunFolder(Files.createDirectories(temporary.resolve(name)));
        Files.writeString(run.store(), "store");
        return run;
    }

    @Test
    void reportIsMadeAgainOnlyWhenItsStoreOrTheStoresLogHasChanged() throws IOException {
        ReportCache reports = new ReportCache(run -> Integer.toString(++made));
        RunFolder run = run("a");
        Path log = run.path().resolve(run.store().getFileName() + "-wal");

        assertThat(reports.html(run)).isEqualTo("1");
        Files.createFile(log);
        assertThat(reports.html(run)).as("an empty log says nothing").isEqualTo("1");
        Files.writeString(log, "more");
        assertThat(reports.html(run)).isEqualTo("2");
        Files.writeString(run.store(), "store and more");
        assertThat(reports.html(run)).isEqualTo("3");
        assertThat(reports.html(run("b"))).isEqualTo("4");
        assertThat(reports.html(run)).isEqualTo("3");
    }

    @Test
    void onlyTheLastAreKept() throws IOException {
        ReportCache reports = new ReportCache(run -> Integer.toString(++made));
        RunFolder first = run("0");
        for (int r = 0; r < 5; r++) {
            reports.html(run(Integer.toString(r)));
        }
        assertThat(reports.html(first)).isEqualTo("6");
    }
}
