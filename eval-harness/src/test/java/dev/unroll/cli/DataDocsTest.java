package dev.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every experiment in {@code docs/data.md} runs, one per format. */
class DataDocsTest {

    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    static Stream<String> experiments() throws IOException {
        return YAML.matcher(Files.readString(Path.of("..", "docs", "data.md"))).results().map(block -> block.group(1));
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void runs(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("own.yaml"), yaml.replace("examples/data", "../examples/data"));
        Captured run = Captured.run("run", file.toString(), "--quiet", "--no-speed", "--out",
                folder.resolve("run").toString());
        assertThat(run.err()).doesNotContain("unroll:");
        assertThat(run.exitCode()).isZero();
    }
}
