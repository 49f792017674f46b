package dev.unroll.benchmark.contender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.benchmark.contender.Side.EngineName;
import dev.unroll.benchmark.contender.Side.Tuning;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SideTest {

    @Test
    void theUsersFlagsReachEveryProcessAfterItsOwn() {
        List<String> command = JavaProcess.command(Map.of("JAVA_OPTS", " -XX:UseAVX=2  -Da=1", "UNROLL_JAVA_OPTS", "-Xmx3g"),
                List.of("-Xmx1g"), "Main", "2");
        assertThat(command).containsSubsequence("-Xmx1g", "-XX:UseAVX=2", "-Da=1", "-Xmx3g", "-cp", "Main", "2")
                .doesNotContain("");
        assertThat(command.get(command.size() - 2)).isEqualTo("Main");
    }

    @Test
    void versionsAreThoseOfTheArchives() {
        String classPath = "/l/sequence-model-0.1.0.jar:/l/pytorch-engine-0.35.1.jar"
                + ":/l/pytorch-native-cpu-2.7.1-linux-x86_64.jar:/l/deeplearning4j-nn-1.0.0-M2.1.jar:/l/x-9.jar";
        assertThat(EngineName.UNROLL.version(classPath)).contains("0.1.0");
        assertThat(EngineName.PYTORCH.version(classPath)).contains("2.7.1");
        assertThat(EngineName.DL4J.version(classPath)).contains("1.0.0-M2.1");
        assertThat(EngineName.DL4J.version("/l/sequence-model-0.1.0.jar")).isEmpty();
    }

    @Test
    void pyTorchTakesPartInEverySettingThatThereCanBe() {
        Workload workload = Workload.named("gru-b4-t6-f3-h17");
        assertThat(Side.all(workload, 2, true, true)).filteredOn(side -> side.engine() == EngineName.PYTORCH)
                .extracting(Side::setting).containsExactly("1 thread", "1 thread, tuned",
                        "1 thread, tuned, MKL as on Intel", "2 threads", "2 threads, tuned",
                        "2 threads, tuned, MKL as on Intel");
        assertThat(Side.all(workload, 2, true, false)).extracting(Side::tuning).doesNotContain(Tuning.MEMORY_AND_MKL);
    }
}
