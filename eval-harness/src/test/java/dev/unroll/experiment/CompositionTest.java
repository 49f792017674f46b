package dev.unroll.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.experiment.TestKinds.LstmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompositionTest {

    private static final String BASE = """
            name: base
            description: 'a "base": \\ # ünd'
            datasets: [{kind: adding, length: 50}]
            models:
              - {name: A, kind: lstm, forgetBias: 1, hiddenSizes: [8]}
              - {kind: transformer}
            train: {epochs: 5, batchSize: 16, optimizer: {kind: sgd, momentum: 0.9}}
            seeds: [1, 2]
            """;

    private final SpecReader reader = new SpecReader(TestKinds.KINDS);

    @TempDir
    private Path folder;
    private Path child;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("base.yaml"), BASE);
        child = Files.writeString(folder.resolve("child.yaml"), """
                extends: base.yaml
                name: child
                train: {updates: 100, optimizer: {momentum: 0.5}}
                seeds: [7]
                """);
    }

    @Test
    void anExperimentExtendsAnotherKeyByKey() {
        ExperimentSpec spec = reader.read(child);
        TrainingSpec training = spec.models().get(0).training().get(0);

        assertThat(spec.name()).isEqualTo("child");
        assertThat(spec.description()).isEqualTo("a \"base\": \\ # ünd");
        assertThat(spec.seeds()).containsExactly(7L);
        assertThat(spec.models()).hasSize(2);
        assertThat(training.updates()).as("taken instead of epochs").isEqualTo(100);
        assertThat(training.epochs()).isNull();
        assertThat(training.batchSize()).isEqualTo(16);
        assertThat(training.optimizer()).isEqualTo(new dev.unroll.optimizer.OptimizerSpec.Sgd(0.5, null, null));
    }

    @Test
    void keysAreSetFromTheCommandLineAndStayInTheText() {
        List<String> settings = List.of("train.epochs=3", "models.A.hiddenSizes=[4, 2]", "models.transformer.modelSize=32",
                "datasets.0.length=9", "seeds=[5]", "train.optimizer.nesterov=true", "train.clipNorm=1e-1");
        WrittenSpec written = reader.read(child, settings);

        assertThat(((LstmSpec) written.spec().models().get(0).spec()).hiddenSizes()).containsExactly(4, 2);
        assertThat(written.spec().models().get(0).training().get(0).epochs()).isEqualTo(3);
        assertThat(written.spec().models().get(0).training().get(0).clipNorm()).isEqualTo(0.1);
        assertThat(written.source()).startsWith("# Put together from " + child + ", ")
                .contains("base.yaml, --set train.epochs=3, ");
        assertThat(ResolvedSpec.of(reader.read("kept.yaml", written.source())))
                .as("the text alone gives the same experiment").isEqualTo(ResolvedSpec.of(written.spec()));
    }

    @Test
    void aFileThatStandsAloneIsKeptAsItIs() {
        assertThat(reader.read(folder.resolve("base.yaml"), List.of()).source()).isEqualTo(BASE);
    }

    @Test
    void faultsAreToldWhereTheyStand() throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "extends: child.yaml\ntrain: {batchSize: 0}\n");
        Files.writeString(folder.resolve("base.yaml"), BASE.replace("length: 50", "lenght: 50"));

        assertThatThrownBy(() -> reader.read(wrong)).hasMessage(folder.resolve("base.yaml")
                + ":3: every key must be one that dataset kind adding has; got lenght; did you mean length?");
        assertThatThrownBy(() -> reader.read(child, List.of("datasets=[{kind: adding}]", "train.batchSize=x")))
                .hasMessage("--set train.batchSize=x: batchSize must be a whole number; got \"x\"; write it in digits");
    }

    @Test
    void anExperimentMustNotExtendItself() throws IOException {
        Files.writeString(folder.resolve("base.yaml"), "extends: child.yaml\n");

        assertThatThrownBy(() -> reader.read(child)).hasMessage(folder.resolve("base.yaml")
                + ":1: an experiment must not extend itself, not even by way of others; got child.yaml again; remove one"
                + " extends");
    }
}
