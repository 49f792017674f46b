package dev.unroll.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The tables of a store. Version n of the schema is what the scripts {@code schema-1.sql} to {@code schema-n.sql} make,
 * one after another; a store says its version in {@code PRAGMA user_version} and that it is one of ours in
 * {@code PRAGMA application_id}.
 */
final class Schema {

    static final int NEWEST = 3;
    /** "Unrl" in ASCII. */
    private static final int APPLICATION = 0x556e726c;

    private Schema() {
    }

    /**
     * Brings a new or older store to the newest version, within the caller's transaction.
     *
     * @throws StoreException if it is of a newer Unroll or holds something else
     */
    static void migrate(Connection connection, Path file) throws SQLException {
        long version = Sql.number(connection, "PRAGMA user_version");
        boolean empty = Sql.number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
        if (!empty || version > 0) {
            requireOurs(connection, file, version);
        }
        try (Statement statement = connection.createStatement()) {
            for (long next = version + 1; next <= NEWEST; next++) {
                for (String part : script(next).split(";\n")) {
                    if (!part.isBlank()) {
                        statement.execute(part);
                    }
                }
            }
            if (version < NEWEST) {
                statement.execute("PRAGMA application_id = " + APPLICATION);
                statement.execute("PRAGMA user_version = " + NEWEST);
            }
        }
    }

    /** @throws StoreException unless it can be read as it is */
    static void require(Connection connection, Path file) throws SQLException {
        long version = Sql.number(connection, "PRAGMA user_version");
        requireOurs(connection, file, version);
        if (version < NEWEST) {
            throw new StoreException(file + " must be of version " + NEWEST + " to be read; it is of version " + version
                    + "; unroll run --resume brings it up to date");
        }
    }

    private static void requireOurs(Connection connection, Path file, long version) throws SQLException {
        if (Sql.number(connection, "PRAGMA application_id") != APPLICATION) {
            throw new StoreException(file + " must be a store that Unroll wrote; it is another program's database;"
                    + " choose another folder");
        }
        if (version > NEWEST) {
            throw new StoreException(file + " must be of a version that this Unroll knows, at most " + NEWEST
                    + "; it is of version " + version + "; use the Unroll that wrote it, or a newer one");
        }
    }

    private static String script(long version) {
        String name = "schema-" + version + ".sql";
        try (InputStream stream = Schema.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
