package dev.unroll.run;

import java.nio.file.Path;

/**
 * The files of one run:
 *
 * <pre>
 * spec.yaml         the experiment as written
 * resolved.json     the same with every default filled in
 * results.json      {@link RunResults}
 * results.csv       one line per trial
 * timing.json       {@link RunTiming}
 * provenance.json   {@link Provenance}
 * trials/           ID.json per finished trial, so that an interrupted run keeps what it has
 * models/           ID.json ({@link SavedModel}) and ID.safetensors per trial
 * report.html
 * </pre>
 *
 * A trial's ID is {@code dataset/model/seed}, so these files stand two folders down.
 */
public record RunFolder(Path path) {

    public Path spec() {
        return path.resolve("spec.yaml");
    }

    public Path resolvedSpec() {
        return path.resolve("resolved.json");
    }

    public Path results() {
        return path.resolve("results.json");
    }

    public Path resultsTable() {
        return path.resolve("results.csv");
    }

    public Path timing() {
        return path.resolve("timing.json");
    }

    public Path provenance() {
        return path.resolve("provenance.json");
    }

    public Path trials() {
        return path.resolve("trials");
    }

    public Path models() {
        return path.resolve("models");
    }

    public Path report() {
        return path.resolve("report.html");
    }

    /** A trial's result. */
    public Path trial(String id) {
        return trials().resolve(id + ".json");
    }

    /** A trial's {@link SavedModel}. */
    public Path model(String id) {
        return models().resolve(id + ".json");
    }

    /** A trial's weights. */
    public Path weights(String id) {
        return models().resolve(id + ".safetensors");
    }
}
