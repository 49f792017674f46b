package dev.unroll.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.unroll.json.CanonicalJson;
import dev.unroll.run.Provenance;
import dev.unroll.run.RunFolder;
import dev.unroll.run.RunFolderException;
import dev.unroll.run.RunResults;
import dev.unroll.run.RunStore;
import dev.unroll.run.TrialResult;
import dev.unroll.run.TrialResult.CurvePoint;
import dev.unroll.run.TrialResult.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run as a file store of MLflow ({@code mlflow ui --backend-store-uri DIR}): the experiment, and a run of MLflow's for
 * each trial with its parameters, its curve and scores as metrics, and what it was made with as tags.
 *
 * <pre>
 * DIR/EXPERIMENT/meta.yaml
 * DIR/EXPERIMENT/RUN/meta.yaml
 * DIR/EXPERIMENT/RUN/params/NAME     the value
 * DIR/EXPERIMENT/RUN/metrics/NAME    lines of: milliseconds since 1970, value, step
 * DIR/EXPERIMENT/RUN/tags/NAME       the value
 * </pre>
 *
 * Identifiers follow from the spec's hash and the trial, so writing a run again replaces it.
 */
public final class MlflowFiles {

    private static final int FINISHED = 3;
    private static final int FAILED = 4;
    private static final int LOCAL_SOURCE = 4;

    private final Path directory;
    private final RunResults results;
    private final Provenance provenance;
    private final Map<String, RunStore.Span> spans;
    private final JsonNode resolved;

    private MlflowFiles(Path directory, RunResults results, Provenance provenance, Map<String, RunStore.Span> spans,
            JsonNode resolved) {
        this.directory = directory;
        this.results = results;
        this.provenance = provenance;
        this.spans = spans;
        this.resolved = resolved;
    }

    /**
     * Writes a run's finished trials.
     *
     * @throws RunFolderException if the folder cannot be written
     */
    public static void write(RunFolder folder, Path directory) {
        try (RunStore store = RunStore.readOnly(folder)) {
            JsonNode resolved = CanonicalJson.mapper().readTree(Files.readString(folder.resolvedSpec()));
            new MlflowFiles(directory, store.results(), store.provenance(), store.spans(), resolved).write();
        } catch (JsonProcessingException e) {
            throw new RunFolderException(folder.resolvedSpec() + " must be JSON; it is damaged ("
                    + e.getOriginalMessage() + "); restore it", e);
        } catch (IOException e) {
            throw new RunFolderException("the folder for MLflow must be writable; " + directory + " is not (" + e
                    + "); choose another", e);
        }
    }

    private void write() throws IOException {
        // As MLflow does, a number of 18 digits.
        String experiment = Long.toString(100_000_000_000_000_000L
                + Long.parseLong(results.specHash().substring(0, 14), 16) % 900_000_000_000_000_000L);
        Path home = directory.resolve(experiment);
        Files.createDirectories(home);
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("artifact_location", home.toUri());
        long first = spans.values().stream().mapToLong(RunStore.Span::began).min().orElse(0);
        meta.put("creation_time", first);
        meta.put("experiment_id", experiment);
        meta.put("last_update_time", spans.values().stream().mapToLong(RunStore.Span::ended).max().orElse(0));
        meta.put("lifecycle_stage", "active");
        meta.put("name", results.name() + " " + results.specHash().substring(0, 8));
        yaml(home.resolve("meta.yaml"), meta);
        for (TrialResult trial : results.trials()) {
            trial(home, experiment, trial);
        }
    }

    private void trial(Path home, String experiment, TrialResult trial) throws IOException {
        String id = CanonicalJson.sha256(results.specHash() + " " + trial.id()).substring(0, 32);
        Path run = home.resolve(id);
        for (String part : List.of("params", "metrics", "tags", "artifacts")) {
            Files.createDirectories(run.resolve(part));
        }
        RunStore.Span span = spans.get(trial.id());
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("artifact_uri", run.resolve("artifacts").toUri());
        meta.put("end_time", span.ended());
        meta.put("entry_point_name", "");
        meta.put("experiment_id", experiment);
        meta.put("lifecycle_stage", "active");
        meta.put("run_id", id);
        meta.put("run_name", trial.id());
        meta.put("run_uuid", id);
        meta.put("source_name", "");
        meta.put("source_type", LOCAL_SOURCE);
        meta.put("source_version", provenance.code().commit());
        meta.put("start_time", span.began());
        meta.put("status", trial.status() == Status.COMPLETED ? FINISHED : FAILED);
        meta.put("tags", List.of());
        meta.put("user_id", "unroll");
        yaml(run.resolve("meta.yaml"), meta);
        for (Map.Entry<String, String> parameter : parameters(trial).entrySet()) {
            text(run.resolve("params"), parameter.getKey(), parameter.getValue());
        }
        for (Map.Entry<String, List<String>> metric : metrics(trial, span).entrySet()) {
            text(run.resolve("metrics"), metric.getKey(), String.join("", metric.getValue()));
        }
        for (Map.Entry<String, String> tag : tags(trial).entrySet()) {
            text(run.resolve("tags"), tag.getKey(), tag.getValue());
        }
    }

    private Map<String, String> parameters(TrialResult trial) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("dataset", trial.dataset());
        parameters.put("model", trial.model());
        parameters.put("seed", Long.toString(trial.seed()));
        for (int d = 0; d < resolved.path("datasets").size(); d++) {
            JsonNode dataset = resolved.path("datasets").path(d);
            if (dataset.path("name").asText().equals(trial.dataset())) {
                flatten("data", dataset.path("spec"), parameters);
                for (JsonNode model : resolved.path("models")) {
                    if (model.path("name").asText().equals(trial.model())) {
                        flatten("model", model.path("spec"), parameters);
                        flatten("train", model.path("training").path(d), parameters);
                    }
                }
            }
        }
        return parameters;
    }

    private static void flatten(String name, JsonNode value, Map<String, String> parameters) {
        if (value.isObject()) {
            value.fields().forEachRemaining(field ->
                    flatten(name + "." + field.getKey(), field.getValue(), parameters));
        } else if (!value.isNull() && !value.isMissingNode()) {
            parameters.put(name, value.isTextual() ? value.asText() : value.toString());
        }
    }

    private static Map<String, List<String>> metrics(TrialResult trial, RunStore.Span span) {
        Map<String, List<String>> metrics = new TreeMap<>();
        for (CurvePoint point : trial.curve()) {
            metric(metrics, "train loss", span.began(), point.trainLoss(), point.update());
            metric(metrics, "validation loss", span.began(), point.validationLoss(), point.update());
            point.metrics().forEach((name, value) ->
                    metric(metrics, "validation " + name, span.began(), value, point.update()));
        }
        trial.test().forEach((name, value) -> metric(metrics, "test " + name, span.ended(), value, trial.updates()));
        return metrics;
    }

    private static void metric(Map<String, List<String>> metrics, String name, long time, double value, int step) {
        metrics.computeIfAbsent(name, key -> new ArrayList<>()).add(time + " " + value + " " + step + "\n");
    }

    private Map<String, String> tags(TrialResult trial) {
        Map<String, String> tags = new TreeMap<>();
        tags.put("mlflow.runName", trial.id());
        tags.put("mlflow.source.git.commit", provenance.code().commit());
        tags.put("unroll.spec_hash", results.specHash());
        tags.put("unroll.weight_hash", trial.weightHash());
        tags.put("unroll.prediction_hash", trial.predictionHash());
        tags.put("unroll.status", trial.status().name());
        if (!trial.reason().isEmpty()) {
            tags.put("unroll.reason", trial.reason());
        }
        return tags;
    }

    /** MLflow takes letters, digits, underscores, dashes, periods and spaces. */
    private static void text(Path folder, String name, String content) throws IOException {
        Files.writeString(folder.resolve(name.replaceAll("[^A-Za-z0-9_. -]", "_")), content);
    }

    // JSON strings are YAML too.
    private static void yaml(Path file, Map<String, Object> values) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, Object> value : values.entrySet()) {
            Object shown = value.getValue() instanceof Number || value.getValue() instanceof List
                    ? value.getValue() : CanonicalJson.mapper().writeValueAsString(value.getValue().toString());
            lines.append(value.getKey()).append(": ").append(shown).append('\n');
        }
        Files.writeString(file, lines);
    }
}
