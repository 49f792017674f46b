package dev.unroll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {

    /** Prints the name of the chosen kernels; the log goes to standard output too. */
    public static final class ShowChoice {

        private ShowChoice() {
        }

        public static void main(String[] arguments) {
            System.out.println("chosen: " + Kernels.chosen().name());
        }
    }

    @Test
    void vectorsAreChosenWhereTheirModuleIs() {
        assertThat(KernelChoice.choose(null)).isSameAs(Kernels.vector());
    }

    @Test
    void eitherCanBeForced() {
        assertThat(KernelChoice.choose("scalar")).isSameAs(Kernels.scalar());
        assertThat(KernelChoice.choose("vector")).isSameAs(Kernels.vector());
    }

    @Test
    void anyOtherValueIsRefused() {
        assertThatThrownBy(() -> KernelChoice.choose("simd")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("-Dunroll.kernels must be scalar or vector; got simd");
    }

    @Test
    void withoutTheModulePlainLoopsAreChosenAndTheRemedyIsLogged() throws Exception {
        assertThat(choice()).contains("chosen: scalar", "--add-modules jdk.incubator.vector");
        assertThat(choice("-Dunroll.kernels=scalar")).contains("chosen: scalar", "forced");
    }

    @Test
    void vectorsForcedWithoutTheModuleFailWithTheRemedy() throws Exception {
        assertThat(choice("-Dunroll.kernels=vector"))
                .contains("IllegalStateException", "start Java with --add-modules jdk.incubator.vector")
                .doesNotContain("chosen:");
    }

    @Test
    void vectorsTooShortForOurTilesAreLeftAlone() throws Exception {
        String[] short8 = {"--add-modules", "jdk.incubator.vector", "-XX:MaxVectorSize=8"};
        assertThat(choice(short8)).contains("chosen: scalar", "vectors have 2 lanes here, and at least 4 are needed");
        assertThat(choice(short8[0], short8[1], short8[2], "-Dunroll.kernels=vector"))
                .contains("IllegalStateException", "needs vectors of at least 4 lanes").doesNotContain("chosen:");
    }

    private static String choice(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ShowChoice.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
