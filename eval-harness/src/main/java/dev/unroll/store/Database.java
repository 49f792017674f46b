package dev.unroll.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/**
 * A SQLite file with the {@link Schema} of a run. What one transaction writes is wholly there or not at all, whenever
 * the process or the machine ends; several processes of one machine may have the file open. One connection, which
 * threads take in turn.
 */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int MILLIS_TO_WAIT_FOR_OTHERS = 60_000;

    private final Path file;
    private final Connection connection;

    private Database(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** What a transaction does. */
    @FunctionalInterface
    public interface Work<T> {
        T apply(Connection connection) throws SQLException;
    }

    /**
     * Opens for writing. A new file gets the newest schema, an older one is brought to it.
     *
     * @throws StoreException if it is no run's store, one of a newer Unroll, or cannot be used
     */
    public static Database open(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        config.setBusyTimeout(MILLIS_TO_WAIT_FOR_OTHERS);
        Database database = connect(file, config);
        try {
            // First, so that a file that is not ours stays as it is.
            database.durable(connection -> {
                Schema.migrate(connection, file);
                return null;
            });
            database.writeAhead();
            return database;
        } catch (SQLException e) {
            database.close();
            throw unusable(file, e);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * Opens for reading alone: no statement can change the file.
     *
     * @throws StoreException if it is no run's store, one of a newer Unroll, or cannot be read
     */
    public static Database readOnly(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new StoreException("a run must have a store; there is no " + file
                    + "; give the folder of a run that this version of Unroll made");
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setOpenMode(SQLiteOpenMode.READONLY);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.resetOpenMode(SQLiteOpenMode.READWRITE);
        config.setReadOnly(true);
        config.setBusyTimeout(MILLIS_TO_WAIT_FOR_OTHERS);
        Database database = connect(file, config);
        try {
            database.read(connection -> {
                Schema.require(connection, file);
                return null;
            });
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private void writeAhead() throws SQLException {
        String mode = Sql.first(connection, row -> row.getString(1), "PRAGMA journal_mode = WAL").orElse("unknown");
        if (!mode.equals("wal")) {
            LOG.warn("{} has a journal of kind {} instead of a log ahead of it, which its file system cannot share among"
                    + " processes; results are as safe, but who reads them waits for who writes", file, mode);
        }
    }

    private static Database connect(Path file, SQLiteConfig config) {
        try {
            return new Database(file, config.createConnection("jdbc:sqlite:" + file));
        } catch (SQLException e) {
            throw unusable(file, e);
        }
    }

    public Path file() {
        return file;
    }

    /** Reads in one moment of the store: what others write meanwhile is not seen. */
    public synchronized <T> T read(Work<T> work) {
        return transaction("BEGIN", work);
    }

    /** Writes; once this returns, not even a loss of power undoes it. */
    public synchronized <T> T durable(Work<T> work) {
        pragma("FULL");
        return transaction("BEGIN IMMEDIATE", work);
    }

    /** Writes what costs nothing to lose with the power: whole or not at all too, and without waiting for the disk. */
    public synchronized <T> T quickly(Work<T> work) {
        pragma("NORMAL");
        return transaction("BEGIN IMMEDIATE", work);
    }

    private void pragma(String synchronous) {
        try {
            execute("PRAGMA synchronous = " + synchronous);
        } catch (SQLException e) {
            throw unusable(file, e);
        }
    }

    private <T> T transaction(String begin, Work<T> work) {
        try {
            execute(begin);
            try {
                T result = work.apply(connection);
                execute("COMMIT");
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(e);
                throw e;
            }
        } catch (SQLException e) {
            throw unusable(file, e);
        }
    }

    private void rollBack(Throwable reason) {
        try {
            // Some errors have rolled back already.
            if (!connection.isClosed()) {
                execute("ROLLBACK");
            }
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Writes a copy in one file, without free space or a log beside it, which any SQLite opens.
     *
     * @param copy must not exist
     */
    public synchronized void copyTo(Path copy) {
        try {
            try (PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
                statement.setString(1, copy.toString());
                statement.execute();
            }
        } catch (SQLException e) {
            throw unusable(file, e);
        }
    }

    /** Sentences for what can happen to any file; {@link Query} has one of its own for SQL that cannot be run. */
    static StoreException unusable(Path file, SQLException e) {
        SQLiteErrorCode code = e instanceof SQLiteException known ? known.getResultCode() : SQLiteErrorCode.SQLITE_ERROR;
        return switch (SQLiteErrorCode.getErrorCode(code.code & 0xff)) {
            case SQLITE_FULL -> new StoreException("the disk must have room for a run's results; it is full, and " + file
                    + " could not grow; what had finished is kept: free some space and go on with --resume", e);
            case SQLITE_IOERR -> new StoreException("the disk must take a run's results; " + file + " failed ("
                    + e.getMessage() + "); what had finished is kept: look at the disk and go on with --resume", e);
            case SQLITE_NOTADB, SQLITE_CORRUPT -> new StoreException(file + " must be a store that Unroll wrote; it is"
                    + " damaged or something else (" + e.getMessage() + "); restore it or choose another folder", e);
            case SQLITE_BUSY, SQLITE_LOCKED -> new StoreException(file + " must become free within a minute; another"
                    + " process holds it; end that process or wait for it", e);
            case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM -> new StoreException(file + " must be readable, and"
                    + " writable for a run; it cannot be used (" + e.getMessage() + "); check its permissions", e);
            default -> new StoreException(file + " must be usable as a store; it is not (" + e.getMessage() + ")", e);
        };
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw unusable(file, e);
        }
    }
}
