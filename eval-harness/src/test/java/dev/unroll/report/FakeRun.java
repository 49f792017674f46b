package dev.unroll.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unroll.run.CodeVersion;
import dev.unroll.run.Provenance;
import dev.unroll.run.RunFolder;
import dev.unroll.run.RunResults;
import dev.unroll.run.RunResults.DatasetResult;
import dev.unroll.run.RunResults.Estimate;
import dev.unroll.run.RunResults.ModelResult;
import dev.unroll.run.RunResults.Summary;
import dev.unroll.run.RunTiming;
import dev.unroll.run.SpeedMeasurement;
import dev.unroll.run.TrialResult;
import dev.unroll.run.TrialResult.CurvePoint;
import dev.unroll.run.TrialResult.GradientReach;
import dev.unroll.run.TrialResult.Samples;
import dev.unroll.run.TrialResult.Status;
import dev.unroll.run.TrialTiming;
import dev.unroll.statistics.Intervals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run that nobody made, shaped like a real one: 3 models, 4 datasets, 3 seeds, one trial diverged, one name an
 * attack.
 */
final class FakeRun {

    static final String ATTACK = "<script>alert(1)</script>]]>\"'`\u2028\u202e<img onerror=alert(2)>";
    static final List<String> MODELS = List.of("LSTM", "RNN", ATTACK);
    private static final Map<String, Map<String, Double>> SLICES = slices("MSE", 0.1664, 0.1672);
    private static final int LAGS = 91;
    private static final int UPDATES = 4000;

    private FakeRun() {
    }

    private static Map<String, Map<String, Double>> slices(String metric, double near, double far) {
        Map<String, Map<String, Double>> slices = new LinkedHashMap<>();
        slices.put("lag 1–45", Map.of(metric, near));
        slices.put("lag 46–90", Map.of(metric, far));
        return slices;
    }

    /** Writes the run into a folder; run it by hand to look at the report. */
    public static void main(String[] args) {
        RunFolder folder = write(Path.of(args[0]));
        ReportFiles.write(folder, EnumSet.allOf(ReportFormat.class));
    }

    static RunFolder write(Path path) {
        RunFolder folder = new RunFolder(path);
        try {
            Files.createDirectories(path);
            ObjectMapper json = new ObjectMapper();
            json.writeValue(folder.results().toFile(), results());
            json.writeValue(folder.timing().toFile(), timing());
            json.writeValue(folder.provenance().toFile(), provenance());
            Files.writeString(folder.spec(), "name: fake\nmodels:\n  - {kind: transformer, name: \"" + ATTACK.replace("\"", "")
                    + "\"}\n");
            json.writeValue(folder.resolvedSpec().toFile(), resolved());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    static RunResults results() {
        List<DatasetResult> datasets = List.of(
                dataset("adding", "value of 1", "MSE", false, "", Map.of("mean", 0.167),
                        "Two of 90 numbers are marked; the target is their sum (Hochreiter & Schmidhuber 1997)."),
                dataset("vowels", "class of 5", "accuracy", true, "", Map.of("majority class", 0.21),
                        "Which of five vowels was spoken, from ten log area ratios per frame."),
                dataset("electricity", "value of 1", "MAE", false, "MW", Map.of("last value", 812.0, "last day", 655.3),
                        "Half-hourly demand in England and Wales, one step ahead."),
                dataset("stock indices", "value of 1", "MAE", false, "points", Map.of("last value", 17.4),
                        "Daily closes of four European indices, one day ahead. A negative control: nothing to learn."));
        List<ModelResult> models = MODELS.stream().map(name -> new ModelResult(name, name.equals(ATTACK) ? "transformer"
                : name.toLowerCase(java.util.Locale.ROOT), "One layer.", Map.of("hiddenSize", 64))).toList();
        List<TrialResult> trials = new ArrayList<>();
        for (DatasetResult dataset : datasets) {
            for (int m = 0; m < MODELS.size(); m++) {
                for (long seed = 1; seed <= 3; seed++) {
                    trials.add(trial(dataset, m, seed));
                }
            }
        }
        List<Summary> summary = new ArrayList<>();
        for (DatasetResult dataset : datasets) {
            for (String model : MODELS) {
                summary.add(summary(dataset, model, trials));
            }
        }
        return new RunResults("long-range", "Who remembers what, and for how long?", "3f".repeat(32), datasets, models,
                List.of(1L, 2L, 3L), trials, summary);
    }

    private static DatasetResult dataset(String name, String target, String metric, boolean higher, String unit,
            Map<String, Double> baselines, String description) {
        Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
        baselines.keySet().stream().sorted().forEach(key -> scores.put(key, Map.of(metric, baselines.get(key))));
        return new DatasetResult(name, name, description, "Generated; see https://example.org/" + name.charAt(0)
                + ". Public domain.", 8000, 1000, 1000,
                name.equals("stock indices"), "2 features", target, metric, higher, unit, scores,
                name.equals("adding") ? Map.of("mean", SLICES) : Map.of(), target.startsWith("class") ? List.of("i", "e", "a", "o", "u") : List.of(), "ab".repeat(32));
    }

    private static TrialResult trial(DatasetResult dataset, int m, long seed) {
        double[][] level = {{0.0021, 0.158, 0.0195}, {0.981, 0.905, 0.978}, {402, 467, 399}, {17.6, 17.9, 18.3}};
        int d = List.of("adding", "vowels", "electricity", "stock indices").indexOf(dataset.name());
        double noise = 1 + 0.04 * (noise(d, m, seed) - 0.5);
        double score = dataset.higherIsBetter() ? 1 - (1 - level[d][m]) * noise : level[d][m] * noise;
        boolean diverged = d == 0 && m == 1 && seed == 3;
        double start = dataset.higherIsBetter() ? 0.2 : dataset.name().equals("adding") ? 0.6 : score * 3;
        List<CurvePoint> curve = new ArrayList<>();
        int points = diverged ? 9 : 41;
        for (int p = 0; p < points; p++) {
            double remain = StrictMath.exp(-p / (6.0 + 2 * m)) * (1 + 0.1 * (noise(p, m + 3 * d, seed) - 0.5));
            double value = score * 1.02 + (start - score) * remain;
            double loss = (dataset.higherIsBetter() ? 1.6 * (1.02 - value) : value / start) + 0.002;
            double train = diverged && p == points - 1 ? 40 : loss * (0.9 + 0.1 * remain);
            curve.add(new CurvePoint(p * UPDATES / 40, p * 0.4, train, loss, Map.of(dataset.primaryMetric(), value)));
        }
        Map<String, Double> test = Map.of(dataset.primaryMetric(), score);
        return new TrialResult(dataset.name() + "/" + MODELS.get(m) + "/" + seed, dataset.name(), MODELS.get(m), seed,
                diverged ? Status.DIVERGED : Status.COMPLETED,
                diverged ? "The loss became infinite at update 873 of 4000: lower learningRate or set clipNorm." : "",
                new long[] {17217, 4417, 51330}[m], diverged ? 873 : UPDATES, diverged ? 800 : 3600, m == 2, curve,
                diverged ? Map.of() : test,
                d == 0 && !diverged ? slices("MSE", score / 2, score * 1.5) : Map.of(), diverged ? Map.of() : test,
                diverged ? new GradientReach(new double[0], new double[0], new double[0], new double[0])
                        : reach(m, seed, false),
                diverged ? new GradientReach(new double[0], new double[0], new double[0], new double[0])
                        : reach(m, seed, true),
                samples(dataset, d, m, seed), diverged ? "" : "c0".repeat(32), diverged ? "" : "d1".repeat(32));
    }

    private static GradientReach reach(int m, long seed, boolean trained) {
        double[] mean = new double[LAGS];
        double[] median = new double[LAGS];
        double[] lower = new double[LAGS];
        double[] upper = new double[LAGS];
        double[] slope = trained ? new double[] {-0.004, -0.03, -0.002} : new double[] {-0.035, -0.085, -0.003};
        for (int lag = 0; lag < LAGS; lag++) {
            double log = -2 + slope[m] * lag + 0.15 * (noise(lag, m, seed) - 0.5);
            mean[lag] = log;
            median[lag] = trained && m == 2 && lag > 79 ? 0 : StrictMath.pow(10, log);
            lower[lag] = median[lag] * 0.3;
            upper[lag] = median[lag] * 3;
        }
        return new GradientReach(mean, median, lower, upper);
    }

    private static Samples samples(DatasetResult dataset, int d, int m, long seed) {
        double[] truth = new double[200];
        double[] predicted = new double[200];
        for (int i = 0; i < truth.length; i++) {
            if (dataset.targetForm().startsWith("class")) {
                truth[i] = StrictMath.floor(5 * noise(i, 1, 1));
                predicted[i] = noise(i, m, seed) > 0.9 ? StrictMath.floor(5 * noise(i, m, 7)) : truth[i];
            } else {
                truth[i] = d == 0 ? 2 * noise(i, 0, 1) : d == 2 ? 30000 + 6000 * StrictMath.sin(i * 0.13) : 2000 + 3 * i
                        + 40 * noise(i, 3, 3);
                predicted[i] = truth[i] + (d == 0 ? 0.3 : d == 2 ? 1200 : 40) * (m + 0.6) * (noise(i, m, seed) - 0.5);
            }
        }
        return d == 2 ? new Samples(truth, predicted, shifted(predicted, -900), shifted(predicted, 900))
                : new Samples(truth, predicted);
    }

    private static double[] shifted(double[] values, double by) {
        return Arrays.stream(values).map(value -> value + by).toArray();
    }

    private static Summary summary(DatasetResult dataset, String model, List<TrialResult> trials) {
        List<TrialResult> mine = trials.stream()
                .filter(t -> t.dataset().equals(dataset.name()) && t.model().equals(model)).toList();
        double[] scores = mine.stream().filter(t -> t.status() == Status.COMPLETED)
                .mapToDouble(t -> t.test().get(dataset.primaryMetric())).toArray();
        Estimate estimate = Intervals.meanWithStudentInterval(scores);
        return new Summary(dataset.name(), model, mine.get(0).parameterCount(),
                Map.of(dataset.primaryMetric(), estimate), sliceEstimates(dataset, estimate), scores.length, mine.size() - scores.length);
    }

    private static Map<String, Map<String, Estimate>> sliceEstimates(DatasetResult dataset, Estimate whole) {
        Map<String, Map<String, Estimate>> slices = new LinkedHashMap<>();
        dataset.baselineSlices().values().forEach(baseline -> baseline.keySet().forEach(
                slice -> slices.put(slice, Map.of(dataset.primaryMetric(), whole))));
        return slices;
    }

    static RunTiming timing() {
        List<TrialTiming> trials = new ArrayList<>();
        List<SpeedMeasurement> speed = new ArrayList<>();
        for (DatasetResult dataset : results().datasets()) {
            for (int m = 0; m < MODELS.size(); m++) {
                double ms = new double[] {1.83, 0.94, 4.1}[m] * (1 + dataset.name().length() / 20.0);
                speed.add(new SpeedMeasurement(dataset.name(), MODELS.get(m), 200, ms, ms * 0.95, ms * 1.12,
                        32000 / ms));
                for (long seed = 1; seed <= 3; seed++) {
                    trials.add(new TrialTiming(dataset.name() + "/" + MODELS.get(m) + "/" + seed, ms * 4, ms * 5,
                            ms * 1.2, ms,
                            ms * 1.5, 32000 / ms / 1.2));
                }
            }
        }
        return new RunTiming(trials, speed, Map.of("adding/LSTM/1", 3_400_000L));
    }

    private static Provenance provenance() {
        return new Provenance("2026-01-01T10:00:00Z", "2026-01-01T10:04:10Z", "0.1.0", "OpenJDK 17.0.15+6",
                "Linux 6.1 amd64",
                "Some Processor @ 2.1 GHz", 2, List.of("--add-modules", "jdk.incubator.vector"), "vector, 16 lanes", 1,
                        2,
                Map.of("echarts", "5.5.0"), new CodeVersion("0123abc", true, "00ff"));
    }

    private static Map<String, Object> resolved() {
        List<Object> models = new ArrayList<>();
        for (int m = 0; m < MODELS.size(); m++) {
            List<Object> training = new ArrayList<>();
            for (int d = 0; d < 4; d++) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("batchSize", 32);
                one.put("updates", UPDATES);
                one.put("optimizer", Map.of("learningRate", m == 2 ? 3e-4 : 1e-3));
                one.put("clipNorm", d == 0 ? 1.0 : null);
                training.add(one);
            }
            models.add(Map.of("name", MODELS.get(m), "training", training));
        }
        return Map.of("models", models);
    }

    /** A number in [0, 1) that looks random and is the same everywhere. */
    private static double noise(long a, long b, long c) {
        double x = StrictMath.sin(a * 12.9898 + b * 78.233 + c * 37.719) * 43758.5453;
        return x - StrictMath.floor(x);
    }
}
