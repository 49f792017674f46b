package dev.unroll.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements on a connection, without the ceremony. */
public final class Sql {

    private Sql() {
    }

    /** A row that a query found, read while the query stands on it. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** @return rows inserted, changed or deleted */
    public static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = bound(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    public static <T> List<T> list(Connection connection, Row<T> row, String sql, Object... values)
            throws SQLException {
        List<T> list = new ArrayList<>();
        try (PreparedStatement statement = bound(connection, sql, values); ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                list.add(row.read(rows));
            }
        }
        return list;
    }

    /** The first row. */
    public static <T> Optional<T> first(Connection connection, Row<T> row, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement statement = bound(connection, sql, values); ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
        }
    }

    public static long number(Connection connection, String sql, Object... values) throws SQLException {
        return first(connection, row -> row.getLong(1), sql, values).orElseThrow();
    }

    /** One insertion for each row of values. */
    public static void insertAll(Connection connection, String sql, Iterable<Object[]> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Object[] row : rows) {
                bind(statement, row);
                statement.executeUpdate();
            }
        }
    }

    private static PreparedStatement bound(Connection connection, String sql, Object[] values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        bind(statement, values);
        return statement;
    }

    // A number that is not a number becomes NULL, which is what SQLite makes of it.
    private static void bind(PreparedStatement statement, Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i] instanceof Boolean flag ? (Object) (flag ? 1 : 0) : values[i];
            statement.setObject(i + 1, value);
        }
    }
}
