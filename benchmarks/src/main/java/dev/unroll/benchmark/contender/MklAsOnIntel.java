package dev.unroll.benchmark.contender;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A library that, loaded before MKL, has it take the processor for one of Intel's. MKL keeps its best kernels for these;
 * no variable of the environment says so since its release of 2020.1, but the function it asks can be put before its own.
 *
 * <p>It is compiled where it is used, so it takes Linux and a C compiler called {@code cc}; and it is not needed on
 * Intel's processors.
 */
public final class MklAsOnIntel {

    private static final String SOURCE = "int mkl_serv_intel_cpu_true(void) { return 1; }\n";

    private MklAsOnIntel() {
    }

    /** The compiled library, if there can and need be one. */
    public static Optional<Path> library() {
        Path folder = Path.of(System.getProperty("unroll.home", ".")).toAbsolutePath().resolve("target/benchmarks");
        Path library = folder.resolve("mkl-as-on-intel.so");
        if (!System.getProperty("os.name").equals("Linux") || isIntels()) {
            return Optional.empty();
        }
        return Files.exists(library) || compile(folder, library) ? Optional.of(library) : Optional.empty();
    }

    private static boolean isIntels() {
        try {
            return Files.readString(Path.of("/proc/cpuinfo")).contains("GenuineIntel");
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean compile(Path folder, Path library) {
        try {
            Files.createDirectories(folder);
            Path part = folder.resolve("mkl-as-on-intel.part");
            Process compiler = new ProcessBuilder("cc", "-shared", "-fPIC", "-x", "c", "-", "-o", part.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var in = compiler.getOutputStream()) {
                in.write(SOURCE.getBytes(StandardCharsets.US_ASCII));
            }
            if (compiler.waitFor() != 0) {
                return false;
            }
            Files.move(part, library);
            return true;
        } catch (IOException e) {
            // No such compiler.
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while compiling " + library, e);
        }
    }
}
