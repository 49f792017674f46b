package dev.unroll.run;

import dev.unroll.checkpoint.CheckpointException;
import dev.unroll.checkpoint.SafeTensors;
import dev.unroll.checkpoint.WeightHash;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.ResolvedSpec;
import dev.unroll.run.RunOptions.Entry;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.RunResults.ModelResult;
import dev.unroll.store.Sql;
import dev.unroll.training.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** This process at work on a run: from entering its folder until leaving it, with a lease that is renewed. */
final class RunSession implements AutoCloseable {

    private static final long MILLIS_BETWEEN_SYNCS = 1_000;

    private final RunStore store;
    private final long id;
    private final StopSignal stop;
    private volatile RuntimeException lost;
    private final CountDownLatch closed = new CountDownLatch(1);

    private RunSession(RunStore store, long id, StopSignal stop) {
        this.store = store;
        this.id = id;
        this.stop = stop;
    }

    /**
     * What there is to run.
     *
     * @param datasets as used
     * @param models   as used
     * @param source   the experiment as written
     */
    record Planned(ExperimentSpec spec, ResolvedSpec resolved, String source, List<DatasetResult> datasets,
            List<ModelResult> models, List<TrialPlan> plans) {
    }

    /**
     * Makes sure that a folder may be entered so, before anything is made. Nothing that a run found is changed; the
     * leases of sessions that died end, and an older store is brought up to date.
     *
     * @throws RunFolderException if not
     */
    static void requireEnterable(RunFolder folder, Entry entry) {
        if (RunStore.exists(folder)) {
            try (RunStore store = RunStore.open(folder)) {
                store.database().quickly(connection -> {
                    requireEnterable(connection, store, folder, entry);
                    return null;
                });
            }
        }
    }

    private static void requireEnterable(Connection connection, RunStore store, RunFolder folder, Entry entry)
            throws SQLException {
        Optional<Sessions.Alive> other = store.sessions().alive(connection).stream().findFirst();
        if (other.isPresent() && entry != Entry.JOIN) {
            throw new RunFolderException("a run's folder must be used by one process at a time; " + folder.path()
                    + " is in use by " + other.get().name() + "; wait for it, choose another folder with --out, or help"
                    + " it with --join");
        }
        RunStore.Progress progress = RunStore.progress(connection);
        if (entry == Entry.NEW && !progress.complete() && progress.finished() > 0) {
            throw new RunFolderException("a run that was interrupted must be gone on with or given up; " + folder.path()
                    + " has " + progress.finished() + " of " + progress.planned() + " trials finished; add --resume to"
                    + " keep them, or --restart to begin anew");
        }
    }

    /**
     * Enters: plans the run in a new store, or frees what is to be run again in one that is kept.
     *
     * @param stop requested when the run is lost to another process or the store cannot be written any more;
     *             {@link #requireHeld} then says why
     * @throws RunFolderException if the folder may not be entered so
     */
    static RunSession enter(RunStore store, RunFolder folder, Planned planned, Entry entry, Provenance provenance,
            StopSignal stop) {
        long id = store.database().durable(connection -> {
            requireEnterable(connection, store, folder, entry);
            boolean others = !store.sessions().alive(connection).isEmpty();
            if (entry.keeps() && RunStore.progress(connection).planned() > 0) {
                requireSame(connection, planned, folder);
                requireSameCode(connection, provenance, folder);
                if (!others) {
                    store.sessions().endAll(connection);
                    free(connection, folder);
                }
            } else {
                TrialCheckpoints.clear(folder);
                RunStore.plan(connection, planned.spec(), planned.resolved(), planned.source(), planned.datasets(),
                        planned.models(), planned.plans());
            }
            // Who joins when all is done must not take the mark away that another has set.
            Sql.update(connection, "UPDATE run SET finished = NULL WHERE EXISTS (SELECT 1 FROM trial"
                    + " WHERE status = 'pending')");
            return store.sessions().enter(connection, RunStore.json(provenance));
        });
        RunSession session = new RunSession(store, id, stop);
        session.renewUntilClosed();
        return session;
    }

    // Trials that failed may do better now: with more memory, or on a disk that has room. So may those whose model was
    // lost, with the power or by a hand.
    private static void free(Connection connection, RunFolder folder) throws SQLException {
        List<String> again = Sql.list(connection, row -> row.getString(1), "SELECT id FROM trial WHERE status = 'failed'");
        for (String[] trial : Sql.list(connection, row -> new String[] {row.getString(1), row.getString(2)},
                "SELECT id, weight_hash FROM trial WHERE status = 'completed'")) {
            if (!whole(folder, trial[0], trial[1])) {
                again.add(trial[0]);
            }
        }
        for (String id : again) {
            for (String table : List.of("score", "curve", "timing")) {
                Sql.update(connection, "DELETE FROM " + table + " WHERE trial = ?", id);
            }
            Sql.update(connection, "UPDATE trial SET status = 'pending', reason = NULL, updates = NULL,"
                    + " best_update = NULL, stopped_early = NULL, weight_hash = NULL, prediction_hash = NULL,"
                    + " result = NULL WHERE id = ?", id);
        }
    }

    // After a loss of power a file may have its name and not its content.
    private static boolean whole(RunFolder folder, String id, String weightHash) {
        try {
            return WeightHash.of(SafeTensors.read(folder.weights(id))).equals(weightHash)
                    && Files.readString(folder.model(id)).endsWith("}\n");
        } catch (IOException | CheckpointException e) {
            return false;
        }
    }

    private static void requireSame(Connection connection, Planned planned, RunFolder folder) throws SQLException {
        for (DatasetResult dataset : planned.datasets()) {
            String stored = Sql.first(connection, row -> row.getString(1),
                    "SELECT fingerprint FROM dataset WHERE name = ?", dataset.name()).orElse("none");
            if (!stored.equals(dataset.fingerprint())) {
                throw new RunFolderException("the data must be what it was when the run began; that of "
                        + dataset.name() + " has another fingerprint, " + dataset.fingerprint() + " instead of "
                        + stored + "; restore the file, or begin anew with --restart");
            }
        }
        List<String> ids = new ArrayList<>();
        planned.plans().forEach(plan -> ids.add(plan.id()));
        if (!Sql.list(connection, row -> row.getString(1), "SELECT id FROM trial ORDER BY position").equals(ids)) {
            throw new RunFolderException("the trials must be those that the run began with; " + folder.path()
                    + " has others; go on with the Unroll that began it, or begin anew with --restart");
        }
    }

    // Half a run of one code and half of another would be neither's.
    private static void requireSameCode(Connection connection, Provenance provenance, RunFolder folder)
            throws SQLException {
        CodeVersion began = Sql.first(connection, row -> RunStore.parse(row.getString(1), Provenance.class),
                "SELECT provenance FROM session ORDER BY id").orElseThrow().code();
        if (!began.hash().equals(provenance.code().hash())) {
            throw new RunFolderException("a run must be gone on with by the code that began it; " + folder.path()
                    + " was begun by " + began.text() + " (classes " + began.hash().substring(0, 12) + "), this is "
                    + provenance.code().text() + " (" + provenance.code().hash().substring(0, 12)
                    + "); use that build, or begin anew with --restart");
        }
    }

    private void renewUntilClosed() {
        Thread thread = new Thread(() -> {
            try {
                long sinceRenewal = 0;
                while (!closed.await(MILLIS_BETWEEN_SYNCS, TimeUnit.MILLISECONDS)) {
                    sinceRenewal += MILLIS_BETWEEN_SYNCS;
                    if (store.unsynced() || sinceRenewal >= Sessions.MILLIS_BETWEEN_RENEWALS) {
                        renew();
                        sinceRenewal = 0;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                if (closed.getCount() > 0) {
                    lost = e;
                    stop.request();
                }
            }
        }, "unroll-lease");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Keeps the hold on the run, and makes all last that this process has finished so far.
     *
     * @throws RunFolderException if another process has taken the run over
     */
    void renew() {
        store.sync(() -> store.sessions().renew(id));
    }

    /** @throws RuntimeException if the run was lost to another process, or the store could not be written */
    void requireHeld() {
        if (lost != null) {
            throw lost;
        }
    }

    long id() {
        return id;
    }

    Sessions.Claim claim(String trial) {
        return store.sessions().claim(trial, id);
    }

    /** Leaves the rest of the work to other processes, if there are any. */
    boolean leaveToOthers() {
        return store.sessions().leaveToOthers(id);
    }

    /**
     * Marks the run as finished, its files being written, and leaves it in the same moment.
     *
     * @param time UTC, ISO 8601
     */
    void finish(String time) {
        closed.countDown();
        store.sync(() -> store.sessions().finish(id, time));
    }

    @Override
    public void close() {
        closed.countDown();
        store.sync(() -> store.sessions().leave(id));
    }
}
