package dev.unroll.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.dataset.InputUnits;
import dev.unroll.experiment.SpecException;
import dev.unroll.experiment.TestKinds;
import dev.unroll.experiment.TestKinds.TransformerSpec;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.model.Task.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedModelTest {

    private static final Parameters PARAMETERS = new Parameters(List.of(new Parameter("weight", 2, 3)));

    @TempDir
    private Path path;

    @Test
    void comesBackForValues() throws IOException {
        RunFolder folder = new RunFolder(path);
        Task task = new Task(new Features(2), new Target(TargetKind.VALUE, 1),
                new ValueLoss.Quantile(List.of(0.25, 0.75)));
        SavedModel saved = new SavedModel("load", "small", -7, "transformer", new TransformerSpec(32, 2), task,
                new InputUnits(List.of("demand", "hour"), new double[] {1.5e-7, 24}, new double[] {-3, 0}, 48),
                new SavedModel.OutputUnits("MW", new double[] {0.1}, new double[] {1e23}), List.of());

        saved.write(folder, PARAMETERS);

        assertThat(path.resolve("models/load/small/-7.safetensors")).exists();
        assertThat(SavedModel.read(folder, "load/small/-7", TestKinds.KINDS)).usingRecursiveComparison()
                .isEqualTo(saved);
    }

    @Test
    void comesBackForClasses() throws IOException {
        RunFolder folder = new RunFolder(path);
        Task task = new Task(new Tokens(3), new Target(TargetKind.CLASS_PER_STEP, 2), new CrossEntropy(0.1));
        SavedModel saved = new SavedModel("tags", "transformer", 1, "transformer",
                new TransformerSpec(null, null), task,
                new InputUnits(List.of("a", "\"", "é\n"), new double[0], new double[0], 0), null, List.of("no", "12"));

        saved.write(folder, PARAMETERS);

        assertThat(SavedModel.read(folder, "tags/transformer/1", TestKinds.KINDS)).usingRecursiveComparison()
                .isEqualTo(saved);
    }

    @Test
    void aDamagedFileIsRefusedWithItsLine() throws IOException {
        RunFolder folder = new RunFolder(path);
        Files.createDirectories(folder.model("a/b/1").getParent());
        Files.writeString(folder.model("a/b/1"), "{\n  \"dataset\": \"a\",\n  \"seed\": 1.5\n}\n");

        assertThatThrownBy(() -> SavedModel.read(folder, "a/b/1", TestKinds.KINDS)).isInstanceOf(SpecException.class)
                .hasMessage(folder.model("a/b/1")
                        + ":3: seed must be a whole number; got 1.5; write it without a fraction or exponent");
    }
}
