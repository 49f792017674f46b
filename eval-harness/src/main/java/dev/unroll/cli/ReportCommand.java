package dev.unroll.cli;

import dev.unroll.report.ReportFiles;
import dev.unroll.report.ReportFormat;
import dev.unroll.report.RunComparison;
import dev.unroll.run.RunFiles;
import dev.unroll.run.RunFolder;
import dev.unroll.run.RunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unroll report}. */
@Command(name = "report", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Writes the report of a finished run again, and its files of results, from its store; of several runs"
                + " a page that shows them side by side.",
        footerHeading = "%n",
        footer = {"  unroll report runs/quick",
            "  unroll report runs/quick --format pdf",
            "  unroll report runs/quick runs/quick-wide --out comparison.html"})
final class ReportCommand implements Callable<Integer> {

    private static final Path COMPARISON = Path.of("comparison.html");

    private final Console console;

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Folder of a run, such as runs/quick; to compare runs,"
            + " several, or archives of them.")
    private List<Path> runs;

    @Option(names = "--format", paramLabel = "FORMAT", split = ",", description = "What to write of one run:"
            + " ${COMPLETION-CANDIDATES}; default: all but pdf, which takes some seconds.")
    private List<ReportFormat> formats = List.of();

    @Option(names = "--out", paramLabel = "FILE", description = "Where the page about several runs goes; default:"
            + " comparison.html.")
    private Path out;

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return runs.size() == 1 ? one(runs.get(0)) : compare();
    }

    private int one(Path run) {
        if (out != null) {
            throw new UserException("--out is for the page about several runs; one was given; leave it out");
        }
        RunFolder folder = new RunFolder(run);
        if (Files.exists(folder.store())) {
            try (RunStore store = RunStore.readOnly(folder)) {
                if (!store.complete()) {
                    throw new UserException("a report needs a finished run; " + run + " is not; finish it with unroll run"
                            + " SPEC --resume");
                }
                RunFiles.write(folder, store);
            }
        }
        ReportFiles.write(folder, formats.isEmpty() ? ReportFormat.usual() : EnumSet.copyOf(formats));
        console.out().println(folder.report());
        return 0;
    }

    private int compare() {
        if (!formats.isEmpty()) {
            throw new UserException("--format is for the report of one run; several were given; leave it out");
        }
        if (runs.stream().map(run -> run.toAbsolutePath().normalize()).distinct().count() < runs.size()) {
            throw new UserException("runs must be different to be compared; one was given twice");
        }
        List<OpenedRun> opened = new ArrayList<>();
        try {
            Map<String, RunFolder> named = new LinkedHashMap<>();
            List<String> names = names(runs);
            for (int r = 0; r < runs.size(); r++) {
                opened.add(OpenedRun.of(runs.get(r)));
                named.put(names.get(r), opened.get(r).folder());
            }
            Path file = out == null ? COMPARISON : out;
            RunComparison.write(named, file);
            console.out().println(file);
            return 0;
        } finally {
            opened.forEach(OpenedRun::close);
        }
    }

    /**
     * Names that tell the runs apart: of each as many of the last parts of its way as it takes to differ from all
     * others, mostly one.
     *
     * @param runs no two the same
     */
    static List<String> names(List<Path> runs) {
        List<Path> whole = runs.stream().map(run -> run.toAbsolutePath().normalize()).toList();
        List<String> names = new ArrayList<>();
        for (Path run : whole) {
            int parts = Math.min(1, run.getNameCount());
            while (parts < run.getNameCount() && shared(whole, end(run, parts))) {
                parts++;
            }
            // What is the end of another even as a whole is told by its root.
            names.add((shared(whole, end(run, parts)) ? run : end(run, parts)).toString().replace('\\', '/'));
        }
        return names;
    }

    private static boolean shared(List<Path> runs, Path end) {
        return runs.stream().filter(run -> run.endsWith(end)).count() > 1;
    }

    private static Path end(Path run, int parts) {
        return parts == 0 ? run : run.subpath(run.getNameCount() - parts, run.getNameCount());
    }
}
