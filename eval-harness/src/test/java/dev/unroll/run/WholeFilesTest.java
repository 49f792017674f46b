package dev.unroll.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFilesTest {

    @TempDir
    private Path temp;

    @Test
    void replacesAnOlderFile() throws IOException {
        WholeFiles.write(temp.resolve("a.json"), "long older text");
        WholeFiles.write(temp.resolve("a.json"), "äöü\n");

        assertThat(temp.resolve("a.json")).hasBinaryContent("äöü\n".getBytes(StandardCharsets.UTF_8));
        assertThat(temp).isDirectoryNotContaining("glob:**partial");
    }

    @Test
    void leavesNothingBehindWhereItCannotWrite() throws IOException {
        Files.createDirectories(temp.resolve("taken/inside"));

        assertThatThrownBy(() -> WholeFiles.write(temp.resolve("taken"), "text")).isInstanceOf(RunFolderException.class)
                .hasMessageContaining("could not be written");
        assertThatThrownBy(() -> WholeFiles.write(temp.resolve("missing/a.json"), "text"))
                .isInstanceOf(RunFolderException.class);
        try (var files = Files.list(temp)) {
            assertThat(files).containsExactly(temp.resolve("taken"));
        }
    }
}
