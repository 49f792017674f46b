package dev.unroll.cli;

import dev.unroll.report.ReportWriter;
import dev.unroll.run.RunArchive;
import dev.unroll.run.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unroll freeze}. */
@Command(name = "freeze", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Writes a finished run into one archive, to hand to a reviewer.",
        footerHeading = "%n",
        footer = "The ZIP file holds the spec, the store, the results, the models, the report and SHA256SUMS of all. unroll"
                + " verify and unroll diff take it as it is.")
final class FreezeCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "RUN", description = "Folder of a run, such as runs/quick.")
    private Path run;

    @Option(names = "--output", paramLabel = "FILE", description = "The archive; default: RUN.zip.")
    private Path output;

    FreezeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RunFolder folder = new RunFolder(run);
        Path archive = output == null ? run.toAbsolutePath().normalize().resolveSibling(
                run.toAbsolutePath().normalize().getFileName() + ".zip") : output;
        if (Files.exists(folder.results()) && !Files.exists(folder.report())) {
            ReportWriter.write(folder);
        }
        int files = RunArchive.write(folder, archive);
        console.out().println(archive + ": " + files + " files");
        return 0;
    }
}
