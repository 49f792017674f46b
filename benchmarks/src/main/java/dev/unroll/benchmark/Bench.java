package dev.unroll.benchmark;

import dev.unroll.benchmark.Suite.Entry;
import dev.unroll.benchmark.contender.BenchmarkException;
import dev.unroll.benchmark.contender.Side;
import dev.unroll.benchmark.contender.Side.EngineName;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.openjdk.jmh.Main;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code unroll bench}: measures, prints the tables and writes them down. */
@Command(name = "unroll bench", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measures how fast models train and infer, beside the same models in PyTorch and Deeplearning4j,"
                + " and writes benchmarks/RESULTS.md.",
        footerHeading = "%nExamples:%n",
        footer = {"  unroll bench                       everything; takes a while",
            "  unroll bench --only lstm,rnn       these sections anew; others keep their earlier results",
            "  unroll bench --quick               a rough look, on the screen alone",
            "  unroll bench jmh -prof gc Model    the JMH benchmarks by JMH's own command line",
            "",
            "Exit codes: 0 all went well; 1 a training step of this engine allocated; 2 something must be put right."})
public final class Bench implements Callable<Integer> {

    private static final Comparison.Effort THOROUGH = new Comparison.Effort(9, 400, 4_000);
    private static final Comparison.Effort QUICK = new Comparison.Effort(3, 200, 1_500);

    @Option(names = "--only", split = ",", paramLabel = "WHAT",
            description = "Sections (lstm, rnn, gru, transformer, streaming, sizes, lengths) or names of workloads, whole or their"
                    + " beginning (lstm-b32-t50); default all.")
    private List<String> only = List.of();

    @Option(names = "--rounds", paramLabel = "N", description = "Turns of each side; default 9.")
    private Integer rounds;

    @Option(names = "--no-peers", description = "Measure this engine alone.")
    private boolean noPeers;

    @Option(names = "--quick", description = "Short turns and 3 rounds; writes no file.")
    private boolean quick;

    @Option(names = "--out", paramLabel = "FILE",
            description = "The tables' file; the numbers go beside it, as .json; default benchmarks/RESULTS.md.")
    private Path out;

    private final Path home = Path.of(System.getProperty("unroll.home", "."));
    private final String[] arguments;

    private Bench(String[] arguments) {
        this.arguments = arguments;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0 && arguments[0].equals("jmh")) {
            Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
            return;
        }
        CommandLine commandLine = new CommandLine(new Bench(arguments)).setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((exception, command, result) -> {
            if (exception instanceof BenchmarkException || exception instanceof IOException
                    || exception instanceof UncheckedIOException) {
                System.err.println("unroll: " + exception.getMessage());
                return 2;
            }
            throw exception;
        });
        System.exit(commandLine.execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        if (rounds != null && rounds < 1) {
            throw new BenchmarkException("--rounds must be at least 1; got " + rounds);
        }
        Comparison.Effort effort = quick ? QUICK : THOROUGH;
        if (rounds != null) {
            effort = new Comparison.Effort(rounds, effort.turnMillis(), effort.warmMillis());
        }
        Machine machine = Machine.measured();
        Path tables = out == null ? home.resolve("benchmarks/RESULTS.md") : out;
        Path numbers = Path.of(tables.toString().replaceAll("\\.md$", "") + ".json");
        Results results = quick ? Results.none(machine) : Results.readIfOf(machine, numbers);
        String command = ("./unroll bench " + String.join(" ", arguments)).strip();
        List<String> failures = new ArrayList<>();
        measure(effort, results, command, failures, quick ? null : numbers);
        String text = new ResultTables(results).markdown();
        if (!quick) {
            Files.writeString(tables, text);
        }
        new PrintStream(System.out, true, StandardCharsets.UTF_8).print(text);
        failures.forEach(failure -> System.err.println("unroll: " + failure));
        List<String> allocating = allocating(results);
        allocating.forEach(name -> System.err.println("unroll: a training step must allocate nothing; " + name + " does"));
        return !failures.isEmpty() ? 2 : allocating.isEmpty() ? 0 : 1;
    }

    private void measure(Comparison.Effort effort, Results results, String command, List<String> failures,
            Path numbers) throws IOException {
        List<Entry> entries = entries();
        Path log = home.resolve("target/benchmarks/log");
        Files.createDirectories(log.getParent());
        Files.deleteIfExists(log);
        Map<Entry, Comparison> comparisons = new LinkedHashMap<>();
        for (Entry entry : entries) {
            boolean peers = entry.peers() && !noPeers && EngineName.PYTORCH.installed();
            List<Side> sides = Side.all(entry.workload(), results.machine().processors(), peers);
            comparisons.put(entry, new Comparison(entry.workload(), sides, effort, log.toFile()));
        }
        long ticks = comparisons.values().stream().mapToLong(Comparison::ticks).sum();
        try (ProgressBar bar = bar(ticks)) {
            comparisons.forEach((entry, comparison) -> {
                try {
                    results.add(comparison.run(what -> tick(bar, entry.workload().name() + " " + what)), command);
                    if (numbers != null) {
                        results.write(numbers);
                    }
                } catch (BenchmarkException e) {
                    failures.add(e.getMessage());
                }
            });
        }
    }

    private List<Entry> entries() {
        for (String word : only) {
            if (Suite.entries().stream().noneMatch(entry -> entry.isCalled(word))) {
                throw new BenchmarkException("--only must name sections or workloads; got " + word
                        + "; sections are lstm, rnn, gru, transformer, streaming, sizes and lengths");
            }
        }
        return Suite.entries().stream().filter(entry -> only.isEmpty() || only.stream().anyMatch(entry::isCalled))
                .toList();
    }

    private static void tick(ProgressBar bar, String what) {
        bar.step();
        bar.setExtraMessage(what);
    }

    private static ProgressBar bar(long ticks) {
        return new ProgressBarBuilder().setTaskName("bench").setInitialMax(ticks).setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(Boolean.getBoolean("unroll.terminal.err") ? 500 : 60_000)
                .setConsumer(new ConsoleProgressBarConsumer(System.err)).build();
    }

    /** Workloads of this call in which this engine, with any number of threads, allocates. */
    private List<String> allocating(Results results) {
        return entries().stream().map(entry -> results.measurements().get(entry.workload().name()))
                .filter(measurement -> measurement != null && measurement.sides().stream()
                        .anyMatch(times -> times.side().engine() == EngineName.UNROLL && times.allocated() > 0))
                .map(Measurement::workload).toList();
    }
}
