package dev.unroll.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {

    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void everyExperimentInTheReadmeIsValid() throws IOException {
        Matcher blocks = YAML.matcher(Files.readString(Path.of("..", "README.md")));
        List<String> names = new ArrayList<>();
        while (blocks.find()) {
            Path file = Files.writeString(folder.resolve(names.size() + ".yaml"), blocks.group(1));
            names.add(new SpecReader(Kinds.installed()).read(file).name());
        }
        assertThat(names).containsExactly("recall-at-two-lags", "lag-by-size", "what-the-gates-do", "as-large-and-as-well-tuned", "my-series");
    }
}
