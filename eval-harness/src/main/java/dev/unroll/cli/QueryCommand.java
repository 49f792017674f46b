package dev.unroll.cli;

import dev.unroll.run.RunFolder;
import dev.unroll.store.Database;
import dev.unroll.store.Query;
import dev.unroll.store.TableExport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unroll query}. */
@Command(name = "query", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Asks the store of a run a question in SQL, also while the run goes on. Nothing can be changed.",
        footerHeading = "%nExamples:%n",
        footer = {"  unroll query runs/quick \"SELECT dataset, model, avg(value) FROM score JOIN trial ON id = trial"
                + " WHERE part = 'test' AND metric = 'MSE' GROUP BY dataset, model\"",
            "  unroll query runs/quick \"SELECT * FROM curve WHERE trial = 'adding/LSTM/1'\" --csv > curve.csv",
            "", "What tables there are: unroll tables RUN. Tables show 6 digits; --csv and --json give all."})
final class QueryCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(index = "0", paramLabel = "RUN", description = "Folder of a run, such as runs/quick.")
    private Path run;

    @Parameters(index = "1", paramLabel = "SQL", description = "One SELECT, in SQLite's dialect.")
    private String sql;

    @Option(names = "--json", description = "Print JSON Lines: one object per row.")
    private boolean json;

    @Option(names = "--csv", description = "Print CSV with a header.")
    private boolean csv;

    QueryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (json && csv) {
            throw new UserException("the output must be one of --json and --csv; got both; leave one out");
        }
        try (Database database = Database.readOnly(new RunFolder(run).store())) {
            if (json || csv) {
                Query.run(database, sql, (json ? TableExport.JSON_LINES : TableExport.CSV).to(console.outWriter()));
            } else {
                table(database).lines().forEach(console.out()::println);
            }
        }
        return 0;
    }

    private TextTable table(Database database) {
        List<String> header = new ArrayList<>();
        List<List<Object>> rows = new ArrayList<>();
        Query.run(database, sql, new Query.Reader() {
            @Override
            public void columns(List<String> names) {
                header.addAll(names);
            }

            @Override
            public void row(List<Object> values) {
                rows.add(values);
            }
        });
        for (int i = 0; i < header.size(); i++) {
            int column = i;
            boolean numbers = !rows.isEmpty() && rows.stream().map(row -> row.get(column))
                    .allMatch(value -> value == null || value instanceof Number);
            header.set(i, (numbers ? ">" : "") + header.get(i));
        }
        TextTable table = new TextTable(header.toArray(String[]::new));
        rows.forEach(row -> table.row(row.stream().map(QueryCommand::cell).toList()));
        return table;
    }

    private static String cell(Object value) {
        if (value == null) {
            return "–";
        }
        return value instanceof Double number ? String.format(Locale.ROOT, "%.6g", number) : value.toString();
    }
}
