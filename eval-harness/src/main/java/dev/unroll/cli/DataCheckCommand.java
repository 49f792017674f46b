package dev.unroll.cli;

import dev.unroll.dataset.FileInspector;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code unroll data check}. */
@Command(name = "check", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Tells what a loader sees in a file: columns, types, what is missing, how times are spaced, "
        + "classes,"
                + " lengths, faults of encoding.")
final class DataCheckCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "FILE", description = "CSV, TSV, JSON Lines, .ts, .npy, .npz, IDX, WAV or plain text;"
            + " .gz is unpacked.")
    private Path file;

    DataCheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        FileInspector.Report report = ServiceLoader.load(FileInspector.class).stream()
                .map(ServiceLoader.Provider::get).filter(one -> one.knows(file)).findFirst()
                .orElseThrow(() -> new UserException("no loader on the class path knows the file "
                        + file)).inspect(file);
        console.out().println(file + ": " + report.form());
        TextTable facts = new TextTable("", "");
        report.facts().forEach(facts::row);
        facts.lines().stream().skip(1).forEach(console.out()::println);
        if (!report.parts().isEmpty()) {
            console.out().println();
            TextTable parts = new TextTable(report.header().toArray(String[]::new));
            report.parts().forEach(parts::row);
            parts.lines().forEach(console.out()::println);
        }
        if (!report.advice().isEmpty()) {
            console.out().println();
            report.advice().forEach(advice -> console.out().println("note: " + advice));
        }
        return 0;
    }
}
