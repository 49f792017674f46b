package dev.unroll.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

    @TempDir
    private Path folder;

    @Test
    void loadedWeightsAreTheSavedOnes() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Parameters saved = parameters(1f);
        Checkpoint.save(file, saved, Map.of("kind", "lstm"));
        Parameters loaded = parameters(7f);
        assertThat(WeightHash.of(loaded)).isNotEqualTo(WeightHash.of(saved));
        assertThat(Checkpoint.load(file, loaded)).containsExactly(Map.entry("kind", "lstm"));
        assertThat(WeightHash.of(loaded)).isEqualTo(WeightHash.of(saved));
    }

    @Test
    void anotherShapeIsRefusedAndNothingChanged() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Checkpoint.save(file, parameters(1f), Map.of());
        Parameters other = new Parameters(List.of(new Parameter("weight", 2, 3), new Parameter("bias", 4)));
        assertThatThrownBy(() -> Checkpoint.load(file, other)).isInstanceOf(CheckpointException.class)
                .hasMessage("bias must have shape [4]; in " + file + " it has [3]");
        assertThat(other.get("weight").value()).containsOnly(0f);
        Parameters transposed = new Parameters(List.of(new Parameter("weight", 3, 2), new Parameter("bias", 3)));
        assertThatThrownBy(() -> Checkpoint.load(file, transposed)).hasMessageContaining("shape [3, 2]");
    }

    @Test
    void missingAndUnknownParametersAreNamed() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Checkpoint.save(file, parameters(1f), Map.of());
        Parameters other = new Parameters(List.of(new Parameter("weight", 2, 3), new Parameter("gain", 3)));
        assertThatThrownBy(() -> Checkpoint.load(file, other)).isInstanceOf(CheckpointException.class)
                .hasMessageEndingWith("missing: [gain], unknown: [bias]");
        assertThat(other.get("weight").value()).containsOnly(0f);
    }

    @Test
    void theHashIsThatOfTheDocumentedBytes() {
        Parameter parameter = new Parameter("w", 2);
        parameter.value()[0] = 1f;
        parameter.value()[1] = -2f;
        // printf '\1\0\0\0w\1\0\0\0\2\0\0\0\0\0\x80\x3f\0\0\0\xc0' | sha256sum
        assertThat(WeightHash.of(new Parameters(List.of(parameter)))).isEqualTo(
                "856442eed8726e140c3c2834a4062968b677aa2067be97192e7649ba63d8f6ef");
    }

    @Test
    void theHashTellsNamesShapesAndSingleBitsApart() {
        String hash = WeightHash.of(parameters(1f));
        assertThat(WeightHash.of(parameters(1f))).isEqualTo(hash);
        assertThat(WeightHash.of(parameters(Math.nextUp(1f)))).isNotEqualTo(hash);
        assertThat(WeightHash.of(new Parameters(List.of(new Parameter("a", 2, 3)))))
                .isNotEqualTo(WeightHash.of(new Parameters(List.of(new Parameter("a", 3, 2)))))
                .isNotEqualTo(WeightHash.of(new Parameters(List.of(new Parameter("b", 2, 3)))));
    }

    @Test
    void theHashCoversParametersLongerThanItsBuffer() {
        Parameters parameters = new Parameters(List.of(new Parameter("long", 40_000)));
        String zero = WeightHash.of(parameters);
        parameters.get("long").value()[39_999] = 1f;
        assertThat(WeightHash.of(parameters)).isNotEqualTo(zero);
    }

    private static Parameters parameters(float first) {
        Parameter weight = new Parameter("weight", 2, 3);
        Parameter bias = new Parameter("bias", 3);
        weight.value()[0] = first;
        bias.value()[2] = 2 * first;
        return new Parameters(List.of(weight, bias));
    }
}
