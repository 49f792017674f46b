package dev.unroll.benchmark.contender;

import dev.unroll.benchmark.Workload;
import dev.unroll.benchmark.Workload.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An engine with the settings of a process: one of those whose speeds are compared.
 *
 * @param tuned whether the C library keeps freed memory instead of handing it back to the system, which engines that
 *              allocate in every step gain from
 */
public record Side(EngineName engine, int threads, boolean tuned) {

    /** Whose engine. */
    public enum EngineName {
        UNROLL("Unroll", "dev.unroll.benchmark.contender.ContenderMain", "dev.unroll.model.SequenceModel"),
        PYTORCH("PyTorch", "dev.unroll.benchmark.peer.PyTorchMain", "ai.djl.pytorch.engine.PtEngine"),
        DL4J("Deeplearning4j", "dev.unroll.benchmark.peer.Dl4jMain",
                "org.deeplearning4j.nn.multilayer.MultiLayerNetwork");

        private final String title;
        private final String mainClass;
        private final String libraryClass;

        EngineName(String title, String mainClass, String libraryClass) {
            this.title = title;
            this.mainClass = mainClass;
            this.libraryClass = libraryClass;
        }

        /** For people. */
        public String title() {
            return title;
        }

        /** Whether this build has it. */
        public boolean installed() {
            return isThere(mainClass) && isThere(libraryClass);
        }

        private static boolean isThere(String className) {
            return Side.class.getClassLoader().getResource(className.replace('.', '/') + ".class") != null;
        }

        private boolean does(Workload workload) {
            return this != DL4J || workload.kind() == Kind.LSTM || workload.kind() == Kind.RNN;
        }
    }

    private static final Map<String, String> TUNED = Map.of("MALLOC_MMAP_THRESHOLD_", "4294967296",
            "MALLOC_TRIM_THRESHOLD_", "8589934592", "MALLOC_TOP_PAD_", "268435456");
    private static final Path LARGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    /** All that can do the workload, each with 1 and with so many threads; this engine's come first. */
    public static List<Side> all(Workload workload, int threads, boolean peers) {
        List<Side> sides = new ArrayList<>();
        for (EngineName engine : EngineName.values()) {
            if (engine != EngineName.UNROLL && !peers || !engine.does(workload)) {
                continue;
            }
            for (int t = 1; t <= threads; t += Math.max(1, threads - 1)) {
                sides.add(new Side(engine, t, false));
                if (engine == EngineName.PYTORCH) {
                    sides.add(new Side(engine, t, true));
                }
            }
        }
        return sides;
    }

    /** For people: {@code 2 threads, tuned}. */
    public String setting() {
        return threads + (threads == 1 ? " thread" : " threads") + (tuned ? ", tuned" : "");
    }

    /** The command that starts its process; the class path is this process's own. */
    List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        if (largePages()) {
            command.add("-XX:+UseTransparentHugePages");
        }
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-XX:+UseParallelGC", "-Dunroll.log=OFF",
                "-Dai.djl.offline=true", "-DDJL_CACHE_DIR=" + System.getProperty("unroll.home", ".")
                        + "/target/benchmarks", "-cp", System.getProperty("java.class.path"), engine.mainClass,
                String.valueOf(threads)));
        return command;
    }

    /** Whether the system gives large pages to those that ask; the launcher's flags are the same. */
    private static boolean largePages() {
        try {
            String choice = Files.readString(LARGE_PAGES);
            return choice.contains("[madvise]") || choice.contains("[always]");
        } catch (IOException e) {
            return false;
        }
    }

    /** Variables of its process's environment. */
    Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("OMP_NUM_THREADS", String.valueOf(threads));
        if (tuned) {
            variables.putAll(TUNED);
        }
        return variables;
    }
}
