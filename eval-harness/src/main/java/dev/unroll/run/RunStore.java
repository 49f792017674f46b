package dev.unroll.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.ResolvedSpec;
import dev.unroll.json.CanonicalJson;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.RunResults.ModelResult;
import dev.unroll.run.TrialResult.CurvePoint;
import dev.unroll.run.TrialResult.Status;
import dev.unroll.store.Database;
import dev.unroll.store.Sql;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What a run keeps in its store: the experiment, its trials, and what each came to. A trial's columns and rows are there
 * to be queried; its {@link TrialResult} stands beside them to the bit, and all files of results are made from that.
 */
public final class RunStore implements AutoCloseable {

    private final Database database;
    private final Sessions sessions;
    private final Queue<Runnable> unsynced = new ConcurrentLinkedQueue<>();

    private RunStore(Database database) {
        this.database = database;
        this.sessions = new Sessions(database, System::currentTimeMillis);
    }

    /** @throws dev.unroll.store.StoreException if the store cannot be used */
    static RunStore open(RunFolder folder) {
        return new RunStore(Database.open(folder.store()));
    }

    /** @throws dev.unroll.store.StoreException if there is none or it cannot be read */
    public static RunStore readOnly(RunFolder folder) {
        return new RunStore(Database.readOnly(folder.store()));
    }

    static boolean exists(RunFolder folder) {
        return Files.exists(folder.store());
    }

    /** SHA-256 of the resolved spec that a folder's store holds; empty if there is none. */
    static Optional<String> specHash(RunFolder folder) {
        if (!exists(folder)) {
            return Optional.empty();
        }
        // For writing, so that what a process that was killed had begun is taken back.
        try (RunStore store = open(folder)) {
            return store.database().read(connection ->
                    Sql.first(connection, row -> row.getString(1), "SELECT spec_hash FROM run"));
        }
    }

    /** The experiment as written and as resolved. */
    public record Specs(String written, String resolved) {
    }

    public Specs specs() {
        return database.read(connection -> Sql.first(connection,
                row -> new Specs(row.getString(1), row.getString(2)), "SELECT spec, resolved FROM run")).orElseThrow();
    }

    Sessions sessions() {
        return sessions;
    }

    Database database() {
        return database;
    }

    /** How far a run is; none planned if the store is new. */
    record Progress(int planned, int finished, boolean complete) {
    }

    static Progress progress(Connection connection) throws SQLException {
        return new Progress((int) Sql.number(connection, "SELECT count(*) FROM trial"),
                (int) Sql.number(connection, "SELECT count(*) FROM trial WHERE status <> 'pending'"),
                Sql.number(connection, "SELECT count(*) FROM run WHERE finished IS NOT NULL") > 0);
    }

    /** How many trials the run is to have. */
    public int planned() {
        return database.read(RunStore::progress).planned();
    }

    public boolean complete() {
        return database.read(RunStore::progress).complete();
    }

    /** Forgets an earlier run of the folder and plans this one; within the caller's transaction. */
    static void plan(Connection connection, ExperimentSpec spec, ResolvedSpec resolved, String source,
            List<DatasetResult> datasets, List<ModelResult> models, List<TrialPlan> plans) throws SQLException {
        for (String table : List.of("speed", "trial", "model", "dataset", "run", "session")) {
            Sql.update(connection, "DELETE FROM " + table);
        }
        Sql.update(connection, "INSERT INTO run VALUES (1, ?, ?, ?, ?, ?, ?, NULL)", spec.name(), spec.description(),
                source, resolved.json(), resolved.hash(), json(spec.seeds()));
        for (int i = 0; i < datasets.size(); i++) {
            DatasetResult dataset = datasets.get(i);
            Sql.update(connection, "INSERT INTO dataset VALUES (?, ?, ?, ?, ?, ?, ?, ?)", dataset.name(), i,
                    dataset.kind(), dataset.primaryMetric(), dataset.higherIsBetter(), dataset.unit(),
                    dataset.fingerprint(), json(dataset));
        }
        for (int i = 0; i < models.size(); i++) {
            ModelResult model = models.get(i);
            Sql.update(connection, "INSERT INTO model VALUES (?, ?, ?, ?, ?)", model.name(), i, model.kind(),
                    json(model.spec()), json(model));
        }
        List<Object[]> trials = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            TrialPlan plan = plans.get(i);
            trials.add(new Object[] {plan.id(), i, plan.dataset(), plan.model().name(), plan.seed(),
                plan.parameterCount(), plan.updates()});
        }
        Sql.insertAll(connection, "INSERT INTO trial (id, position, dataset, model, seed, status, parameter_count,"
                + " planned_updates) VALUES (?, ?, ?, ?, ?, 'pending', ?, ?)", trials);
    }

    /**
     * Writes all that a trial came to in one transaction, if the session has claimed it still; if not, another process
     * runs it, or was faster, and comes to the same. An end of the process takes nothing of what was written; a loss of
     * power may until {@link #sync}: thousands of small trials need not wait for the disk one by one.
     *
     * @param allocatedBytes for the model, its buffers and the optimizer; 0 if not measured
     * @param onceSynced     called when not even a loss of power undoes it; never, if the process ends before
     * @return whether it was written
     * @throws RunFolderException if another process has taken the run over
     */
    boolean finish(TrialResult result, TrialTiming timing, ItemScores items, long allocatedBytes, long session,
            Runnable onceSynced) {
        boolean written = database.quickly(connection -> {
            if (!sessions.holds(connection, session, result.id())) {
                return false;
            }
            int changed = Sql.update(connection, "UPDATE trial SET status = ?, reason = ?, updates = ?, best_update = ?,"
                    + " stopped_early = ?, weight_hash = ?, prediction_hash = ?, result = ? WHERE id = ? AND"
                    + " status = 'pending'", result.status().name().toLowerCase(Locale.ROOT),
                    textOrNull(result.reason()), result.updates(), result.bestUpdate(), result.stoppedEarly(),
                    textOrNull(result.weightHash()), textOrNull(result.predictionHash()), json(result), result.id());
            if (changed > 0) {
                Sql.update(connection, "INSERT INTO timing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", result.id(),
                        timing.trainingSeconds(), timing.totalSeconds(), timing.millisPerUpdate(),
                        timing.lowerMillis(), timing.upperMillis(), timing.sequencesPerSecond(), allocatedBytes,
                        System.currentTimeMillis());
                scores(connection, result);
                curve(connection, result);
                if (result.status() == Status.COMPLETED) {
                    Sql.update(connection, "INSERT OR REPLACE INTO item_score VALUES (?, ?, ?, ?)", result.id(),
                            items.targetSize(), items.classes(), items.bytes());
                }
            }
            Sql.update(connection, "DELETE FROM claim WHERE trial = ?", result.id());
            return changed > 0;
        });
        if (written) {
            unsynced.add(onceSynced);
        }
        return written;
    }

    /** Whether there are finished trials that a loss of power could undo. */
    boolean unsynced() {
        return !unsynced.isEmpty();
    }

    /**
     * Writes, and with it makes all trials last that had finished before.
     *
     * @param durable writes through {@link Database#durable}; the disk then has all that was written before, too
     */
    synchronized void sync(Runnable durable) {
        List<Runnable> before = new ArrayList<>();
        for (Runnable next = unsynced.poll(); next != null; next = unsynced.poll()) {
            before.add(next);
        }
        durable.run();
        before.forEach(Runnable::run);
    }

    private static void scores(Connection connection, TrialResult result) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        result.validation().forEach((metric, value) ->
                rows.add(new Object[] {result.id(), "validation", "", metric, value}));
        result.test().forEach((metric, value) -> rows.add(new Object[] {result.id(), "test", "", metric, value}));
        result.testSlices().forEach((slice, metrics) -> metrics.forEach((metric, value) ->
                rows.add(new Object[] {result.id(), "test", slice, metric, value})));
        Sql.insertAll(connection, "INSERT INTO score VALUES (?, ?, ?, ?, ?)", rows);
    }

    private static void curve(Connection connection, TrialResult result) throws SQLException {
        List<Object[]> points = new ArrayList<>();
        List<Object[]> scores = new ArrayList<>();
        for (CurvePoint point : result.curve()) {
            points.add(new Object[] {result.id(), point.update(), point.epoch(), point.trainLoss(),
                point.validationLoss()});
            point.metrics().forEach((metric, value) ->
                    scores.add(new Object[] {result.id(), point.update(), metric, value}));
        }
        Sql.insertAll(connection, "INSERT INTO curve VALUES (?, ?, ?, ?, ?)", points);
        Sql.insertAll(connection, "INSERT INTO curve_score VALUES (?, ?, ?, ?)", scores);
    }

    /** Undisturbed speed, in place of what was measured before. */
    void speed(List<SpeedMeasurement> measurements) {
        database.durable(connection -> {
            Sql.update(connection, "DELETE FROM speed");
            for (SpeedMeasurement speed : measurements) {
                Sql.update(connection, "INSERT INTO speed VALUES (?, ?, ?, ?, ?, ?, ?)", speed.dataset(), speed.model(),
                        speed.updates(), speed.millisPerUpdate(), speed.lowerMillis(), speed.upperMillis(),
                        speed.sequencesPerSecond());
            }
            return null;
        });
    }

    /** When a trial ran, in milliseconds since 1970. */
    public record Span(long began, long ended) {
    }

    /** When each finished trial ran, by ID. */
    public Map<String, Span> spans() {
        Map<String, Span> spans = new HashMap<>();
        database.read(connection -> Sql.list(connection, row -> spans.put(row.getString(1),
                new Span(row.getLong(2) - Math.round(1000 * row.getDouble(3)), row.getLong(2))),
                "SELECT trial, finished, total_seconds FROM timing"));
        return spans;
    }

    /** What finished trials took. */
    TrialCosts costs(List<TrialPlan> plans) {
        Map<String, TrialPlan> byId = new HashMap<>();
        plans.forEach(plan -> byId.put(plan.id(), plan));
        TrialCosts costs = new TrialCosts();
        database.read(connection -> Sql.list(connection, row -> {
            costs.add(byId.get(row.getString(1)), row.getDouble(2), row.getLong(3));
            return null;
        }, "SELECT trial, total_seconds, allocated_bytes FROM timing"));
        return costs;
    }

    /** Trials without an outcome, by ID. */
    Set<String> pending() {
        return database.read(connection -> new HashSet<>(Sql.list(connection, row -> row.getString(1),
                "SELECT id FROM trial WHERE status = 'pending'")));
    }

    /** Trials that failed, by ID. */
    Set<String> failed() {
        return database.read(connection -> new HashSet<>(Sql.list(connection, row -> row.getString(1),
                "SELECT id FROM trial WHERE status = 'failed'")));
    }

    /** Whether every planned trial has an outcome. */
    boolean allFinished() {
        Progress progress = database.read(RunStore::progress);
        return progress.finished() == progress.planned();
    }

    Status status(String trial) {
        return database.read(connection -> Sql.first(connection, row -> Status.valueOf(
                row.getString(1).toUpperCase(Locale.ROOT)), "SELECT status FROM trial WHERE id = ?", trial))
                .orElseThrow();
    }

    /** All that the run found so far; trials that are not finished are left out. */
    public RunResults results() {
        return database.read(connection -> {
            List<DatasetResult> datasets = Sql.list(connection, row -> parse(row.getString(1), DatasetResult.class),
                    "SELECT facts FROM dataset ORDER BY position");
            List<ModelResult> models = Sql.list(connection, row -> parse(row.getString(1), ModelResult.class),
                    "SELECT facts FROM model ORDER BY position");
            List<TrialResult> trials = Sql.list(connection, row -> parse(row.getString(1), TrialResult.class),
                    "SELECT result FROM trial WHERE result IS NOT NULL ORDER BY position");
            return Sql.first(connection, row -> new RunResults(row.getString(1), row.getString(2), row.getString(3),
                    datasets, models, List.of(parse(row.getString(4), Long[].class)), trials,
                    Summaries.of(datasets.stream().map(DatasetResult::name).toList(),
                            models.stream().map(ModelResult::name).toList(), trials)),
                    "SELECT name, description, spec_hash, seeds FROM run").orElseThrow();
        });
    }

    /** How well a trial met each example of the test part; empty unless it completed, or if an older Unroll ran it. */
    public Optional<ItemScores> items(String trial) {
        return database.read(connection -> Sql.first(connection,
                row -> ItemScores.of(row.getBytes(3), row.getInt(1), row.getBoolean(2)),
                "SELECT target_size, classes, scores FROM item_score WHERE trial = ?", trial));
    }

    /** SHA-256 of the resolved spec. */
    public String specHash() {
        return database.read(connection -> Sql.first(connection, row -> row.getString(1), "SELECT spec_hash FROM run"))
                .orElseThrow();
    }

    /** All times so far. */
    public RunTiming timing() {
        Map<String, Long> allocated = new LinkedHashMap<>();
        database.read(connection -> Sql.list(connection, row -> allocated.put(row.getString(1), row.getLong(2)), "SELECT"
                + " trial, allocated_bytes FROM timing JOIN trial ON trial.id = timing.trial WHERE allocated_bytes > 0"
                + " ORDER BY trial.position"));
        return database.read(connection -> new RunTiming(
                Sql.list(connection, row -> new TrialTiming(row.getString(1), real(row.getObject(2)),
                        real(row.getObject(3)), real(row.getObject(4)), real(row.getObject(5)), real(row.getObject(6)),
                        real(row.getObject(7))), "SELECT timing.* FROM timing JOIN trial ON trial.id = timing.trial"
                        + " ORDER BY trial.position"),
                Sql.list(connection, row -> new SpeedMeasurement(row.getString(1), row.getString(2), row.getInt(3),
                        row.getDouble(4), row.getDouble(5), row.getDouble(6), row.getDouble(7)), "SELECT speed.*"
                        + " FROM speed JOIN dataset ON dataset.name = speed.dataset JOIN model ON"
                        + " model.name = speed.model ORDER BY dataset.position, model.position"), allocated));
    }

    /** Of the process that worked on the run last, with the times of the whole run. */
    public Provenance provenance() {
        return provenance(database.read(connection -> Sql.first(connection,
                row -> Objects.requireNonNullElse(row.getString(1), ""), "SELECT finished FROM run")).orElse(""));
    }

    /** The same for a run that is about to be marked as finished at that time; UTC, ISO 8601. */
    Provenance provenance(String finished) {
        return database.read(connection -> {
            List<Provenance> sessions = Sql.list(connection, row -> parse(row.getString(1), Provenance.class),
                    "SELECT provenance FROM session ORDER BY id");
            return sessions.get(sessions.size() - 1).during(sessions.get(0).started(), finished);
        });
    }

    // NULL is what a number that is none became.
    private static double real(Object value) {
        return value == null ? Double.NaN : ((Number) value).doubleValue();
    }

    private static String textOrNull(String text) {
        return text.isEmpty() ? null : text;
    }

    static String json(Object value) {
        try {
            return CanonicalJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass().getName(), e);
        }
    }

    static <T> T parse(String json, Class<T> type) {
        try {
            return CanonicalJson.mapper().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new RunFolderException("a run's store must hold what this version of Unroll wrote; it has something"
                    + " else (" + e.getOriginalMessage() + "); use the version that made the run", e);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
