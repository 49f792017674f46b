package dev.unroll.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Any question in SQL to a store that was opened for reading. */
public final class Query {

    private Query() {
    }

    /** Takes a result row by row. */
    public interface Reader {

        /** Called once, before any row. */
        void columns(List<String> names);

        /** @param values numbers ({@code Long}, {@code Double}), texts, byte arrays; {@code null} for NULL */
        void row(List<Object> values);
    }

    /**
     * A table or view.
     *
     * @param rows in it
     */
    public record Table(String name, List<String> columns, long rows) {
    }

    /**
     * Runs one statement.
     *
     * @throws StoreException if it is none, or would change something
     */
    public static void run(Database database, String sql, Reader reader) {
        database.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                if (!statement.execute()) {
                    throw new StoreException("the SQL must be one SELECT; this gives no rows: " + sql);
                }
                read(statement.getResultSet(), reader);
            } catch (SQLException e) {
                throw refusal(database.file(), sql, e);
            }
            return null;
        });
    }

    private static void read(ResultSet rows, Reader reader) throws SQLException {
        ResultSetMetaData data = rows.getMetaData();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= data.getColumnCount(); i++) {
            names.add(data.getColumnLabel(i));
        }
        reader.columns(names);
        Object[] values = new Object[names.size()];
        while (rows.next()) {
            for (int i = 0; i < values.length; i++) {
                Object value = rows.getObject(i + 1);
                values[i] = value instanceof Integer number ? (Object) number.longValue() : value;
            }
            reader.row(Arrays.asList(values.clone()));
        }
    }

    private static StoreException refusal(Path file, String sql, SQLException e) {
        String message = e.getMessage();
        if (message.contains("attempt to write a readonly database")) {
            return new StoreException("a query must only read; this one writes: " + sql, e);
        }
        if (message.contains("SQL error or missing database") || message.contains("SQLITE_ERROR")) {
            String detail = message.replaceFirst(".*SQL error or missing database \\((.*)\\)$", "$1");
            return new StoreException("the SQL must be one SELECT on the tables of a run, which unroll tables lists; "
                    + detail + ", in: " + sql, e);
        }
        return Database.unusable(file, e);
    }

    /** Every table and view of the schema, by name. */
    public static List<Table> tables(Database database) {
        return database.read(connection -> {
            List<Table> tables = new ArrayList<>();
            for (String name : Sql.list(connection, row -> row.getString(1), "SELECT name FROM sqlite_schema"
                    + " WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name")) {
                tables.add(new Table(name, columns(connection, name),
                        Sql.number(connection, "SELECT count(*) FROM " + name)));
            }
            return tables;
        });
    }

    private static List<String> columns(Connection connection, String table) throws SQLException {
        return Sql.list(connection, row -> row.getString(1), "SELECT name FROM pragma_table_info(?)", table);
    }
}
