package dev.unroll.benchmark.contender;

import dev.unroll.benchmark.contender.Workload.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An engine with the settings of a process: one of those whose speeds are compared.
 *
 * @param tuning what the process is told about the machine beside the number of threads
 */
public record Side(EngineName engine, int threads, Tuning tuning) {

    /** What engines with parts in C gain from. */
    public enum Tuning {

        /** Nothing. */
        STOCK(""),

        /** The C library keeps freed memory instead of handing it back to the system. */
        MEMORY(", tuned"),

        /** Besides, MKL takes the processor for one of Intel's: {@link MklAsOnIntel}. */
        MEMORY_AND_MKL(", tuned, MKL as on Intel");

        private final String words;

        Tuning(String words) {
            this.words = words;
        }
    }

    /** Whose engine. */
    public enum EngineName {
        UNROLL("Unroll", "dev.unroll.benchmark.contender.ContenderMain", "dev.unroll.model.SequenceModel",
                "sequence-model"),
        PYTORCH("PyTorch", "dev.unroll.benchmark.peer.PyTorchMain", "ai.djl.pytorch.engine.PtEngine",
                "pytorch-native-cpu"),
        DL4J("Deeplearning4j", "dev.unroll.benchmark.peer.Dl4jMain",
                "org.deeplearning4j.nn.multilayer.MultiLayerNetwork", "deeplearning4j-nn");

        private final String title;
        private final String mainClass;
        private final String libraryClass;
        private final String archive;

        EngineName(String title, String mainClass, String libraryClass, String archive) {
            this.title = title;
            this.mainClass = mainClass;
            this.libraryClass = libraryClass;
            this.archive = archive;
        }

        /** For people. */
        public String title() {
            return title;
        }

        /** Whether this build has it. */
        public boolean installed() {
            return isThere(mainClass) && isThere(libraryClass);
        }

        /** The version in the name of its archive on the class path, if it is there as one. */
        public Optional<String> version() {
            return version(System.getProperty("java.class.path"));
        }

        Optional<String> version(String classPath) {
            Matcher matcher = Pattern.compile(archive + "-(\\d[\\d.]*(?:-M[\\d.]+)?)(?:-[\\w-]+)?\\.jar").matcher(classPath);
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        }

        private static boolean isThere(String className) {
            return Side.class.getClassLoader().getResource(className.replace('.', '/') + ".class") != null;
        }

        private boolean does(Workload workload) {
            return this != DL4J || workload.kind() == Kind.LSTM || workload.kind() == Kind.RNN;
        }
    }

    private static final Map<String, String> KEEP_MEMORY = Map.of("MALLOC_MMAP_THRESHOLD_", "4294967296",
            "MALLOC_TRIM_THRESHOLD_", "8589934592", "MALLOC_TOP_PAD_", "268435456");
    private static final Path LARGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    /**
     * All that can do the workload, each with 1 and with so many threads; this engine's come first.
     *
     * @param mkl whether MKL can be told the processor
     */
    public static List<Side> all(Workload workload, int threads, boolean peers, boolean mkl) {
        List<Side> sides = new ArrayList<>();
        for (EngineName engine : EngineName.values()) {
            if (engine != EngineName.UNROLL && !peers || !engine.does(workload)) {
                continue;
            }
            for (int t = 1; t <= threads; t += Math.max(1, threads - 1)) {
                sides.add(new Side(engine, t, Tuning.STOCK));
                if (engine == EngineName.PYTORCH) {
                    sides.add(new Side(engine, t, Tuning.MEMORY));
                    if (mkl) {
                        sides.add(new Side(engine, t, Tuning.MEMORY_AND_MKL));
                    }
                }
            }
        }
        return sides;
    }

    /** For people: {@code 2 threads, tuned}. */
    public String setting() {
        return threads + (threads == 1 ? " thread" : " threads") + tuning.words;
    }

    /** The command that starts its process. */
    List<String> command() {
        List<String> flags = new ArrayList<>(List.of("-XX:+UseParallelGC", "-Dai.djl.offline=true",
                "-DDJL_CACHE_DIR=" + System.getProperty("unroll.home", ".") + "/target/benchmarks"));
        if (largePages()) {
            flags.add("-XX:+UseTransparentHugePages");
        }
        return JavaProcess.command(flags, engine.mainClass, String.valueOf(threads));
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
        if (tuning != Tuning.STOCK) {
            variables.putAll(KEEP_MEMORY);
        }
        if (tuning == Tuning.MEMORY_AND_MKL) {
            variables.put("LD_PRELOAD", MklAsOnIntel.library().orElseThrow().toString());
        }
        return variables;
    }
}
