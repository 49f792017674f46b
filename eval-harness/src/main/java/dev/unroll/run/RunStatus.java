package dev.unroll.run;

import dev.unroll.run.TrialResult.CurvePoint;
import dev.unroll.store.Database;
import dev.unroll.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a run is, read beside the processes that work on it.
 *
 * @param finished whether all trials have finished and the files are written
 * @param alive    whether a process works on it, as far as its lease says
 */
public record RunStatus(String name, String description, boolean finished, boolean alive, List<DatasetState> datasets,
        List<String> models, List<TrialState> trials) {

    /** A dataset and what decides on it. */
    public record DatasetState(String name, String primaryMetric, boolean higherIsBetter, String unit) {
    }

    /**
     * A trial.
     *
     * @param state   {@code pending}, {@code running}, {@code completed}, {@code diverged} or {@code failed}
     * @param updates made so far, as far as is known; of a running trial, by its newest checkpoint
     */
    public record TrialState(String id, String dataset, String model, long seed, String state, int updates, int planned) {
    }

    /**
     * Reads it.
     *
     * @param now milliseconds since 1970
     * @throws dev.unroll.store.StoreException if there is no store or it cannot be read
     */
    public static RunStatus of(RunFolder folder, long now) {
        try (Database database = Database.readOnly(folder.store())) {
            return database.read(connection -> read(connection, folder, now));
        }
    }

    private static RunStatus read(Connection connection, RunFolder folder, long now) throws SQLException {
        List<DatasetState> datasets = Sql.list(connection, row -> new DatasetState(row.getString(1), row.getString(2),
                row.getBoolean(3), row.getString(4)), "SELECT name, primary_metric, higher_is_better, unit FROM dataset"
                + " ORDER BY position");
        List<String> models = Sql.list(connection, row -> row.getString(1), "SELECT name FROM model ORDER BY position");
        boolean alive = Sql.number(connection, "SELECT count(*) FROM session WHERE lease_ends > ?", now) > 0;
        List<String> running = Sql.list(connection, row -> row.getString(1), "SELECT trial FROM claim JOIN session ON"
                + " session.id = claim.session WHERE lease_ends > ?", now);
        List<TrialState> trials = Sql.list(connection, row -> new TrialState(row.getString(1), row.getString(2),
                row.getString(3), row.getLong(4), row.getString(5), row.getInt(6), row.getInt(7)), "SELECT id, dataset,"
                + " model, seed, status, coalesce(updates, 0), planned_updates FROM trial ORDER BY position");
        trials.replaceAll(trial -> trial.state().equals("pending") && running.contains(trial.id())
                ? running(trial, folder) : trial);
        return Sql.first(connection, row -> new RunStatus(row.getString(1), row.getString(2), row.getString(3) != null,
                alive, datasets, models, trials), "SELECT name, description, finished FROM run")
                .orElseGet(() -> new RunStatus("", "", false, alive, datasets, models, trials));
    }

    private static TrialState running(TrialState trial, RunFolder folder) {
        List<CurvePoint> curve = TrialCheckpoints.newestCurve(folder, trial.id());
        return new TrialState(trial.id(), trial.dataset(), trial.model(), trial.seed(), "running",
                curve.isEmpty() ? 0 : curve.get(curve.size() - 1).update(), trial.planned());
    }

    /** Trials in a state. */
    public int count(String state) {
        return (int) trials.stream().filter(trial -> trial.state().equals(state)).count();
    }

    /** Trials that have an outcome. */
    public int ended() {
        return trials.size() - count("pending") - count("running");
    }

    /**
     * A learning curve as far as it is known.
     *
     * @param updates        {@code [n]}
     * @param metric         {@code [n]}: the primary metric on the validation part; NaN where there is none
     * @param validationLoss {@code [n]}
     */
    public record Curve(double[] updates, double[] metric, double[] validationLoss) {
    }

    /** The curves of trials that have begun, by ID: of those that have ended from the store, else from checkpoints. */
    public Map<String, Curve> curves(RunFolder folder) {
        Map<String, String> metrics = new HashMap<>();
        datasets.forEach(dataset -> metrics.put(dataset.name(), dataset.primaryMetric()));
        Map<String, List<double[]>> points = new HashMap<>();
        try (Database database = Database.readOnly(folder.store())) {
            database.read(connection -> Sql.list(connection, row -> points.computeIfAbsent(row.getString(1),
                    key -> new ArrayList<>()).add(new double[] {row.getLong(2), number(row.getObject(3)),
                        number(row.getObject(4))}), "SELECT curve.trial, curve.updates, curve_score.value,"
                    + " validation_loss FROM curve JOIN trial ON trial.id = curve.trial JOIN dataset ON dataset.name ="
                    + " trial.dataset LEFT JOIN curve_score ON curve_score.trial = curve.trial AND curve_score.updates ="
                    + " curve.updates AND curve_score.metric = dataset.primary_metric ORDER BY curve.trial,"
                    + " curve.updates"));
        }
        for (TrialState trial : trials) {
            if (trial.state().equals("running")) {
                List<double[]> live = new ArrayList<>();
                for (CurvePoint point : TrialCheckpoints.newestCurve(folder, trial.id())) {
                    live.add(new double[] {point.update(), point.metrics().getOrDefault(metrics.get(trial.dataset()),
                            Double.NaN), point.validationLoss()});
                }
                points.put(trial.id(), live);
            }
        }
        Map<String, Curve> curves = new HashMap<>();
        points.forEach((id, list) -> curves.put(id, new Curve(column(list, 0), column(list, 1), column(list, 2))));
        return curves;
    }

    private static double[] column(List<double[]> points, int index) {
        return points.stream().mapToDouble(point -> point[index]).toArray();
    }

    // NULL is what a number that is none became.
    private static double number(Object value) {
        return value == null ? Double.NaN : ((Number) value).doubleValue();
    }
}
