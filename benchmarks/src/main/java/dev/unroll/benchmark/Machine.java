package dev.unroll.benchmark;

import dev.unroll.benchmark.contender.BenchmarkException;
import dev.unroll.benchmark.contender.JavaProcess;
import dev.unroll.benchmark.probe.MachineProbe;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where speeds were measured.
 *
 * @param kernels {@code vector, 16 lanes} or {@code scalar}
 * @param limits  for 1 thread and for as many as there are processors
 */
public record Machine(String processor, int processors, String operatingSystem, String jdk, String kernels,
        List<Limit> limits) {

    /**
     * What so many threads can do at most, together.
     *
     * @param gigaflops 10⁹ operations per second, a multiply-add being two
     * @param sustained what part of that they do over seconds: less than 1 where the system withholds processors
     * @param gigabytes 10⁹ bytes per second read and written while copying memory
     */
    public record Limit(int threads, double gigaflops, double sustained, double gigabytes) {
    }

    /**
     * This one; measures its limits in a process of their own.
     *
     * @param log where its standard error is appended
     */
    public static Machine measured(File log) {
        List<String> lines = probe(log);
        List<Limit> limits = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(" ");
            limits.add(new Limit(Integer.parseInt(words[0]), Double.parseDouble(words[1]),
                    Double.parseDouble(words[2]), Double.parseDouble(words[3])));
        }
        return new Machine(processorName(), Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"), lines.get(0),
                limits);
    }

    private static List<String> probe(File log) {
        int processors = Runtime.getRuntime().availableProcessors();
        ProcessBuilder builder = new ProcessBuilder(JavaProcess.command(
                List.of("-Xmx" + MachineProbe.megabytes(processors) + "m"), MachineProbe.class.getName()));
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log));
        try {
            Process process = builder.start();
            List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
                    .toList();
            if (process.waitFor() != 0 || lines.size() < 2) {
                throw new BenchmarkException("the machine's limits must be measured before shares of them can be told;"
                        + " got exit code " + process.exitValue() + " from " + MachineProbe.class.getName() + "; " + log
                        + " says more");
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while measuring the machine", e);
        }
    }

    /** Operations per second that so many threads can do at most. */
    double gigaflops(int threads) {
        return limits.stream().filter(limit -> limit.threads() == threads).findFirst().orElseThrow().gigaflops();
    }

    private static String processorName() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException e) {
            // Not Linux.
        }
        return System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", System.getProperty("os.arch"));
    }
}
