package dev.unroll.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that people write by mistake, and the sentence that each must come to: file, line, key, and what to do. */
class WrongSpecsTest {

    private static final Path FOLDER = Path.of("src/test/resources/wrong-specs");

    /** The sentence for a file, which the test's folder is left out of. */
    private static String sentence(Path file) {
        try {
            new SpecReader(Kinds.installed()).read(file);
            return file.getFileName() + ": is taken";
        } catch (SpecException e) {
            return e.getMessage().replace(FOLDER + "/", "");
        }
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    private static List<String> expected() throws IOException {
        return Files.readAllLines(FOLDER.resolve("sentences.txt"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void comesToItsSentence(Path file) throws IOException {
        String begin = file.getFileName() + ":";

        assertThat(List.of(sentence(file)))
                .isEqualTo(expected().stream().filter(line -> line.startsWith(begin)).toList());
    }

    @Test
    void thereAreAtLeastFortyAndNoSentenceWithoutAFile() throws IOException {
        assertThat(files().count()).isGreaterThanOrEqualTo(40).isEqualTo(expected().size());
    }
}
