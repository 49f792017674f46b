package dev.unroll.benchmark;

import dev.unroll.benchmark.Suite.Entry;
import dev.unroll.benchmark.contender.BenchmarkException;
import dev.unroll.benchmark.contender.MklAsOnIntel;
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
import java.util.function.Consumer;
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
            description = "Sections (lstm, rnn, gru, transformer, streaming, sizes, lengths), names of workloads"
                    + " (lstm-b32-t50-f8-h64) or, with a star, how they begin ('lstm-b32-*'); default all.")
    private List<String> only = List.of();

    @Option(names = "--rounds", paramLabel = "N", description = "Turns of each side; default 9.")
    private Integer rounds;

    @Option(names = "--no-peers",
            description = "Measure this engine alone; earlier results that have peers are kept as they are.")
    private boolean noPeers;

    @Option(names = "--quick", description = "Short turns and 3 rounds; writes no file unless --out names one.")
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
        Path log = home.resolve("target/benchmarks/log");
        Files.createDirectories(log.getParent());
        Files.deleteIfExists(log);
        Machine machine = Machine.measured(log.toFile());
        Path tables = quick && out == null ? null : out == null ? home.resolve("benchmarks/RESULTS.md") : out;
        Path numbers = tables == null ? null : Path.of(tables.toString().replaceAll("\\.md$", "") + ".json");
        Results results = numbers == null ? Results.none(machine) : Results.readIfOf(machine, numbers);
        Results ofThisCall = Results.none(machine);
        Origin origin = Origin.now(("./unroll bench " + String.join(" ", arguments)).strip(), effort.rounds(), home);
        List<String> messages = new ArrayList<>();
        boolean complete = measure(effort, machine, log, messages, measurement -> {
            ofThisCall.add(measurement, origin);
            if (!results.add(measurement, origin)) {
                messages.add("earlier results of " + measurement.workload()
                        + " have peers and were kept; these have none");
            }
            if (numbers != null) {
                results.write(numbers);
            }
        });
        if (tables != null) {
            Files.writeString(tables, new ResultTables(results).markdown());
        }
        new PrintStream(System.out, true, StandardCharsets.UTF_8).print(new ResultTables(ofThisCall).markdown());
        List<String> allocating = allocating(ofThisCall);
        allocating.forEach(name -> messages.add("a training step must allocate nothing; " + name + " does"));
        messages.forEach(message -> System.err.println("unroll: " + message));
        return !complete ? 2 : allocating.isEmpty() ? 0 : 1;
    }

    /** Whether all could be measured; {@code messages} is told what could not. */
    private boolean measure(Comparison.Effort effort, Machine machine, Path log, List<String> messages,
            Consumer<Measurement> done) {
        boolean mkl = !noPeers && EngineName.PYTORCH.installed() && MklAsOnIntel.library().isPresent();
        Map<Entry, Comparison> comparisons = new LinkedHashMap<>();
        for (Entry entry : entries()) {
            boolean peers = entry.peers() && !noPeers && EngineName.PYTORCH.installed();
            List<Side> sides = Side.all(entry.workload(), machine.processors(), peers, mkl);
            comparisons.put(entry, new Comparison(entry.workload(), sides, effort, log.toFile()));
        }
        long ticks = comparisons.values().stream().mapToLong(Comparison::ticks).sum();
        boolean complete = true;
        try (ProgressBar bar = bar(ticks)) {
            for (Map.Entry<Entry, Comparison> each : comparisons.entrySet()) {
                String name = each.getKey().workload().name();
                try {
                    done.accept(each.getValue().run(what -> tick(bar, name + " " + what)));
                } catch (BenchmarkException e) {
                    messages.add(e.getMessage());
                    complete = false;
                }
            }
        }
        return complete;
    }

    private List<Entry> entries() {
        for (String word : only) {
            if (Suite.entries().stream().noneMatch(entry -> entry.isCalled(word))) {
                throw new BenchmarkException("--only must name sections or workloads; got " + word
                        + "; sections are lstm, rnn, gru, transformer, streaming, sizes and lengths, workloads are named"
                        + " like lstm-b32-t50-f8-h64, and " + word.replace("*", "") + "* stands for all that begin so");
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
        return results.measurements().values().stream().filter(measurement -> measurement.sides().stream()
                .anyMatch(times -> times.side().engine() == EngineName.UNROLL && times.allocated() > 0))
                .map(Measurement::workload).toList();
    }
}
