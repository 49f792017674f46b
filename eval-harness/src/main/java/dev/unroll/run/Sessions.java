package dev.unroll.run;

import dev.unroll.store.Database;
import dev.unroll.store.Sql;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The processes that work on a run, and which trial each has claimed. A session is alive until its lease ends; one of
 * this machine is dead as soon as its process is, so that a killed run can go on at once.
 */
final class Sessions {

    /** Long enough for a machine under load to renew it in time. */
    static final long LEASE_MILLIS = 60_000;
    static final long MILLIS_BETWEEN_RENEWALS = 10_000;
    /** When a process began is rounded, on some systems to seconds. */
    private static final long MILLIS_CLOCKS_DIFFER = 5_000;

    private final Database database;
    private final LongSupplier clock;

    /** @param clock milliseconds since 1970 */
    Sessions(Database database, LongSupplier clock) {
        this.database = database;
        this.clock = clock;
    }

    /** How an attempt to claim a trial ended. */
    enum Claim {
        TAKEN, ELSEWHERE, FINISHED
    }

    /** A session that is alive. */
    record Alive(long id, long process, String host, long started) {

        /** For messages: {@code process 4711 on host, since 2026-01-01T00:00:00Z}. */
        String name() {
            return "process " + process + " on " + host + ", since " + Instant.ofEpochMilli(started / 1000 * 1000);
        }
    }

    /** Those alive; within the caller's transaction. The leases of sessions that died on this machine end. */
    List<Alive> alive(Connection connection) throws SQLException {
        for (Alive session : list(connection)) {
            if (session.host().equals(host()) && !runs(connection, session)) {
                end(connection, session.id());
            }
        }
        return list(connection);
    }

    private List<Alive> list(Connection connection) throws SQLException {
        return Sql.list(connection, row -> new Alive(row.getLong(1), row.getLong(2), row.getString(3), row.getLong(4)),
                "SELECT id, process, host, started FROM session WHERE lease_ends > ? ORDER BY id", clock.getAsLong());
    }

    // A number is used again for another process, which began after the last renewal. When a process began is known by a
    // clock that may have been set since, so that to compare for equality would take a living one for dead.
    private static boolean runs(Connection connection, Alive session) throws SQLException {
        long renewed = Sql.number(connection, "SELECT lease_ends FROM session WHERE id = ?", session.id())
                - LEASE_MILLIS;
        Optional<ProcessHandle> process = ProcessHandle.of(session.process()).filter(ProcessHandle::isAlive);
        return process.isPresent() && started(process.get()) <= renewed + MILLIS_CLOCKS_DIFFER;
    }

    /** A new session of this process; within the caller's transaction. */
    long enter(Connection connection, String provenance) throws SQLException {
        ProcessHandle own = ProcessHandle.current();
        long now = clock.getAsLong();
        Sql.update(connection, "INSERT INTO session (process, process_started, host, started, lease_ends, provenance)"
                + " VALUES (?, ?, ?, ?, ?, ?)", own.pid(), started(own), host(), now, now + LEASE_MILLIS, provenance);
        return Sql.number(connection, "SELECT last_insert_rowid()");
    }

    /**
     * Lets the lease of a session end later.
     *
     * @throws RunFolderException if another process has taken the run over
     */
    void renew(long session) {
        database.durable(connection -> {
            requireHeld(connection, session);
            return Sql.update(connection, "UPDATE session SET lease_ends = ? WHERE id = ?",
                    clock.getAsLong() + LEASE_MILLIS, session);
        });
    }

    private void requireHeld(Connection connection, long session) throws SQLException {
        if (Sql.number(connection, "SELECT count(*) FROM session WHERE id = ? AND lease_ends > 0", session) == 0) {
            throw new RunFolderException("a process must renew its hold on a run at least every " + LEASE_MILLIS / 1000
                    + " seconds; this one did not, and another has taken "
                    + database.file().toAbsolutePath().getParent() + " over; wait for it, or help it with --join");
        }
    }

    /**
     * Whether a session has claimed a trial; within the caller's transaction.
     *
     * @throws RunFolderException if another process has taken the run over
     */
    boolean holds(Connection connection, long session, String trial) throws SQLException {
        requireHeld(connection, session);
        return Sql.number(connection, "SELECT count(*) FROM claim WHERE trial = ? AND session = ?", trial, session) > 0;
    }

    /** Ends all sessions, none being alive: one that was suspended and wakes up finds that it has ended. */
    void endAll(Connection connection) throws SQLException {
        Sql.update(connection, "UPDATE session SET lease_ends = 0");
        Sql.update(connection, "DELETE FROM claim");
    }

    /** The session works no more; what it had claimed and not finished is free. */
    void leave(long session) {
        database.durable(connection -> {
            end(connection, session);
            return null;
        });
    }

    /** Leaves a run that is finished since that time. */
    void finish(long session, String time) {
        database.durable(connection -> {
            Sql.update(connection, "UPDATE run SET finished = ?", time);
            end(connection, session);
            return null;
        });
    }

    /** Leaves, unless no other session is alive, and then stays. */
    boolean leaveToOthers(long session) {
        return database.durable(connection -> {
            boolean others = alive(connection).stream().anyMatch(other -> other.id() != session);
            if (others) {
                end(connection, session);
            }
            return others;
        });
    }

    private static void end(Connection connection, long session) throws SQLException {
        Sql.update(connection, "UPDATE session SET lease_ends = 0 WHERE id = ?", session);
        Sql.update(connection, "DELETE FROM claim WHERE session = ?", session);
    }

    /**
     * Takes a trial, unless it is finished or a session that is alive runs it.
     *
     * @throws RunFolderException if another process has taken the run over
     */
    Claim claim(String trial, long session) {
        return database.quickly(connection -> {
            requireHeld(connection, session);
            String status = Sql.first(connection, row -> row.getString(1), "SELECT status FROM trial WHERE id = ?",
                    trial).orElseThrow();
            if (!status.equals("pending")) {
                return Claim.FINISHED;
            }
            Optional<Long> holder = Sql.first(connection, row -> row.getLong(1),
                    "SELECT session FROM claim WHERE trial = ?", trial);
            if (holder.isPresent() && holder.get() != session
                    && alive(connection).stream().anyMatch(other -> other.id() == holder.get())) {
                return Claim.ELSEWHERE;
            }
            Sql.update(connection, "INSERT OR REPLACE INTO claim (trial, session) VALUES (?, ?)", trial, session);
            return Claim.TAKEN;
        });
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "this machine";
        }
    }
}
