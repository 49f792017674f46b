package dev.unroll.cli;

import dev.unroll.report.ReportWriter;
import dev.unroll.run.RunFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code unroll report}. */
@Command(name = "report", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Writes the report of a finished run again, from the files in its folder.")
final class ReportCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "RUN", description = "Folder of a run, such as runs/quick.")
    private Path run;

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RunFolder folder = new RunFolder(run);
        ReportWriter.write(folder);
        console.out().println(folder.report());
        return 0;
    }
}
