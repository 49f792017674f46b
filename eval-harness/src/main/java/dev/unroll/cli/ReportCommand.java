package dev.unroll.cli;

import dev.unroll.report.ReportFiles;
import dev.unroll.report.ReportFormat;
import dev.unroll.run.RunFiles;
import dev.unroll.run.RunFolder;
import dev.unroll.run.RunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unroll report}. */
@Command(name = "report", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Writes the report of a finished run again, and its files of results, from its store.")
final class ReportCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "RUN", description = "Folder of a run, such as runs/quick.")
    private Path run;

    @Option(names = "--format", paramLabel = "FORMAT", split = ",", description = "What to write: ${COMPLETION-CANDIDATES};"
            + " default: all but pdf, which takes some seconds.")
    private List<ReportFormat> formats = List.of();

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
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
        ReportFiles.write(folder, formats());
        console.out().println(folder.report());
        return 0;
    }

    private Set<ReportFormat> formats() {
        return formats.isEmpty() ? ReportFormat.usual() : EnumSet.copyOf(formats);
    }
}
