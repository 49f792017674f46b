package dev.unroll.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

    @TempDir
    private Path temp;

    private Path file() {
        return temp.resolve("unroll.db");
    }

    private static Object dataset(Connection connection, String name, String facts) throws SQLException {
        return Sql.update(connection, "INSERT INTO dataset VALUES (?, (SELECT count(*) FROM dataset), 'adding', 'MSE', 0,"
                + " '', 'f', ?)", name, facts);
    }

    private static long datasets(Database database) {
        return database.read(connection -> Sql.number(connection, "SELECT count(*) FROM dataset"));
    }

    private void raw(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void aTransactionIsThereWhollyOrNotAtAll() {
        try (Database database = Database.open(file())) {
            database.durable(connection -> dataset(connection, "a", "{}"));
            assertThatThrownBy(() -> database.durable(connection -> {
                dataset(connection, "b", "{}");
                throw new IllegalStateException("half way");
            })).hasMessage("half way");
        }
        try (Database database = Database.readOnly(file())) {
            assertThat(datasets(database)).isEqualTo(1);
        }
    }

    @Test
    void rowsPointAtRowsThatExist() {
        try (Database database = Database.open(file())) {
            assertThatThrownBy(() -> database.durable(connection -> Sql.update(connection,
                    "INSERT INTO score VALUES ('nobody', 'test', '', 'MSE', 1.0)")))
                    .isInstanceOf(StoreException.class).hasMessageContaining("FOREIGN KEY");
            assertThat(database.<String>read(connection -> Sql.first(connection, row -> row.getString(1),
                    "PRAGMA journal_mode").orElseThrow())).isEqualTo("wal");
        }
    }

    @Test
    void aFullDiskIsOneSentenceAndLosesNothingThatWasThere() {
        try (Database database = Database.open(file())) {
            database.durable(connection -> dataset(connection, "a", "{}"));
            database.read(connection -> Sql.number(connection, "PRAGMA max_page_count = "
                    + Sql.number(connection, "PRAGMA page_count")));

            assertThatThrownBy(() -> database.durable(connection -> dataset(connection, "b", "x".repeat(100_000))))
                    .isInstanceOf(StoreException.class).hasMessage("the disk must have room for a run's results; it is"
                            + " full, and " + file() + " could not grow; what had finished is kept: free some space and go"
                            + " on with --resume");
            assertThat(datasets(database)).isEqualTo(1);
        }
        try (Database database = Database.open(file())) {
            database.durable(connection -> dataset(connection, "b", "{}"));
            assertThat(datasets(database)).isEqualTo(2);
        }
    }

    @Test
    void anOlderStoreIsBroughtUpToDateAndANewerOneRefused() throws SQLException {
        // Version 0 with our mark is what a store was before its first table.
        raw("PRAGMA application_id = " + 0x556e726c);
        assertThatThrownBy(() -> Database.readOnly(file())).hasMessageContaining("unroll run --resume brings it up to date");
        Database.open(file()).close();
        Database.readOnly(file()).close();

        raw("PRAGMA user_version = " + (Schema.NEWEST + 1));
        String sentence = file() + " must be of a version that this Unroll knows, at most " + Schema.NEWEST
                + "; it is of version " + (Schema.NEWEST + 1) + "; use the Unroll that wrote it, or a newer one";
        assertThatThrownBy(() -> Database.open(file())).isInstanceOf(StoreException.class).hasMessage(sentence);
        assertThatThrownBy(() -> Database.readOnly(file())).hasMessage(sentence);
    }

    @Test
    void whatIsNoStoreIsRefusedByName() throws SQLException, IOException {
        raw("CREATE TABLE mine (x)");
        byte[] before = Files.readAllBytes(file());
        assertThatThrownBy(() -> Database.open(file())).hasMessage(file() + " must be a store that Unroll wrote; it is"
                + " another program's database; choose another folder");
        assertThat(file()).hasBinaryContent(before);
        Files.writeString(file(), "not a database at all, but long enough to look at");
        assertThatThrownBy(() -> Database.open(file())).isInstanceOf(StoreException.class)
                .hasMessageStartingWith(file() + " must be a store that Unroll wrote; it is damaged or something else (");
        assertThatThrownBy(() -> Database.readOnly(temp.resolve("none.db"))).hasMessage("a run must have a store; there"
                + " is no " + temp.resolve("none.db") + "; give the folder of a run that this version of Unroll made");
    }

    @Test
    void aQueryOnlyReads() {
        Database.open(file()).close();
        try (Database database = Database.readOnly(file())) {
            Query.Reader nobody = TableExport.CSV.to(new StringWriter());
            assertThatThrownBy(() -> Query.run(database, "DELETE FROM run", nobody)).isInstanceOf(StoreException.class)
                    .hasMessage("a query must only read; this one writes: DELETE FROM run");
            assertThatThrownBy(() -> Query.run(database, "SELECT shoe FROM run", nobody)).hasMessage("the SQL must be one"
                    + " SELECT on the tables of a run, which unroll tables lists; no such column: shoe, in: SELECT shoe"
                    + " FROM run");
            assertThatThrownBy(() -> Query.run(database, "PRAGMA user_version = 7", nobody))
                    .isInstanceOf(StoreException.class);
            assertThat(Query.tables(database)).extracting(Query.Table::name).containsExactly("claim", "curve",
                    "curve_score", "dataset", "gate_use", "gradient_decay", "gradient_point", "gradient_reach", "item_score", "model",
                    "run", "sample", "score", "session", "speed", "timing", "trial", "update_norm");
        }
    }

    @Test
    void rowsAreWrittenWithEveryDigitAndQuotedWhereNeeded() {
        String sql = "SELECT 1 AS n, 0.1 + 0.2 AS sum, 'a,\"b\"' AS text, NULL AS none WHERE %s";
        Database.open(file()).close();
        try (Database database = Database.readOnly(file())) {
            StringWriter csv = new StringWriter();
            Query.run(database, sql.replace("%s", "1"), TableExport.CSV.to(csv));
            assertThat(csv).hasToString("n,sum,text,none\n1,0.30000000000000004,\"a,\"\"b\"\"\",\n");
            StringWriter empty = new StringWriter();
            Query.run(database, sql.replace("%s", "0"), TableExport.CSV.to(empty));
            assertThat(empty).hasToString("n,sum,text,none\n");
            StringWriter json = new StringWriter();
            Query.run(database, sql.replace("%s", "1"), TableExport.JSON_LINES.to(json));
            assertThat(json.toString().lines().toList()).isEqualTo(List.of(
                    "{\"n\":1,\"sum\":0.30000000000000004,\"text\":\"a,\\\"b\\\"\",\"none\":null}"));
        }
    }
}
