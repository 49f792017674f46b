package dev.unroll.survival;

import dev.unroll.run.RunFolder;
import dev.unroll.store.Database;
import dev.unroll.store.Query;
import dev.unroll.store.TableExport;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that a finished run left and that may not depend on what happened to it: no times, no sessions. */
final class StoreContent {

    private static final List<String> TABLES = List.of("SELECT name, spec, resolved, spec_hash, seeds FROM run",
            "SELECT * FROM dataset ORDER BY position", "SELECT * FROM model ORDER BY position",
            "SELECT * FROM trial ORDER BY position", "SELECT * FROM score", "SELECT * FROM curve",
            "SELECT * FROM curve_score", "SELECT trial, hex(scores) FROM item_score ORDER BY trial", "SELECT trial FROM timing ORDER BY trial", "SELECT * FROM claim");

    private StoreContent() {
    }

    /** By table or file. */
    static Map<String, String> of(RunFolder folder) {
        Map<String, String> content = new TreeMap<>();
        try (Database database = Database.readOnly(folder.store())) {
            for (String sql : TABLES) {
                StringWriter rows = new StringWriter();
                Query.run(database, sql, TableExport.JSON_LINES.to(rows));
                content.put(sql, rows.toString());
            }
        }
        try (Stream<Path> files = Files.walk(folder.path())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.path().relativize(file).toString();
                boolean ofThisRun = name.startsWith("unroll.db") || name.equals("timing.json")
                        || name.equals("provenance.json");
                content.put(name, ofThisRun ? "" : Arrays.toString(Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content;
    }
}
