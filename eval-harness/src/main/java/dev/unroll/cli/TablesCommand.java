package dev.unroll.cli;

import dev.unroll.run.RunFolder;
import dev.unroll.store.Database;
import dev.unroll.store.ParquetFile;
import dev.unroll.store.Query;
import dev.unroll.store.TableExport;
import dev.unroll.tracking.MlflowFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unroll tables}. */
@Command(name = "tables", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Lists the tables in the store of a run, or writes each to a file.",
        footerHeading = "%n",
        footer = "All formats hold every digit. Parquet files are neither compressed nor encoded in any other way but plain.")
final class TablesCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "RUN", description = "Folder of a run, such as runs/quick.")
    private Path run;

    @Option(names = "--csv", paramLabel = "DIR", description = "Write TABLE.csv for each table into this folder.")
    private Path csv;

    @Option(names = "--jsonl", paramLabel = "DIR", description = "Write TABLE.jsonl, JSON Lines, for each table into this"
            + " folder.")
    private Path jsonLines;

    @Option(names = "--parquet", paramLabel = "DIR", description = "Write TABLE.parquet for each table into this folder.")
    private Path parquet;

    @Option(names = "--mlflow", paramLabel = "DIR", description = "Write the trials as MLflow's runs into this file store.")
    private Path mlflow;

    TablesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (mlflow != null) {
            MlflowFiles.write(new RunFolder(run), mlflow);
            console.out().println(mlflow);
        }
        try (Database database = Database.readOnly(new RunFolder(run).store())) {
            if (csv == null && jsonLines == null && parquet == null && mlflow == null) {
                TextTable table = new TextTable("TABLE", ">ROWS", "COLUMNS");
                for (Query.Table found : Query.tables(database)) {
                    table.row(found.name(), Long.toString(found.rows()), String.join(", ", found.columns()));
                }
                table.lines().forEach(console.out()::println);
                return 0;
            }
            export(database, csv, "csv", (sql, file) -> text(database, sql, file, TableExport.CSV));
            export(database, jsonLines, "jsonl", (sql, file) -> text(database, sql, file, TableExport.JSON_LINES));
            export(database, parquet, "parquet", (sql, file) -> parquet(database, sql, file));
        }
        return 0;
    }

    private interface Export {
        void write(String sql, Path file) throws IOException;
    }

    private void export(Database database, Path folder, String extension, Export export) {
        if (folder == null) {
            return;
        }
        try {
            Files.createDirectories(folder);
            for (Query.Table table : Query.tables(database)) {
                Path file = folder.resolve(table.name() + "." + extension);
                export.write("SELECT * FROM " + table.name(), file);
                console.out().println(file);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new UserException("the folder for tables must be writable; " + folder + " is not (" + e
                    + "); choose another");
        }
    }

    private static void text(Database database, String sql, Path file, TableExport format) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            Query.run(database, sql, format.to(out));
        }
    }

    private static void parquet(Database database, String sql, Path file) throws IOException {
        try (ParquetFile out = new ParquetFile(new BufferedOutputStream(Files.newOutputStream(file)))) {
            Query.run(database, sql, out);
        }
    }
}
