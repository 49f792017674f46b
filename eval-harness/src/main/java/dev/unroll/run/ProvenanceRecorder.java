package dev.unroll.run;

import dev.unroll.kernel.Kernels;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Properties;

/** Notes where and how a run is made. */
final class ProvenanceRecorder {

    private static final String UNROLL = "dev.unroll/eval-harness";
    private final Instant started = Instant.now();

    /** Of a run that is not finished. */
    Provenance record(RunOptions options) {
        Runtime runtime = Runtime.getRuntime();
        return new Provenance(utc(started), "", version(UNROLL), property("java.vendor") + " "
                + property("java.runtime.version"), property("os.name") + " " + property("os.version") + " "
                + property("os.arch"), processor(), runtime.availableProcessors(),
                ManagementFactory.getRuntimeMXBean().getInputArguments(), Kernels.chosen().description(),
                options.jobs(), options.threads(), Libraries.onClassPath(), CodeVersion.current());
    }

    static String utc(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }

    private static String version(String artifact) {
        String file = "/META-INF/maven/" + artifact + "/pom.properties";
        try (InputStream stream = ProvenanceRecorder.class.getResourceAsStream(file)) {
            if (stream == null) {
                return "unknown";
            }
            Properties properties = new Properties();
            properties.load(stream);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String processor() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException e) {
            // Not Linux.
        }
        return System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", "unknown");
    }
}
