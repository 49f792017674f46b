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
 * trials/           one JSON file per finished trial, so that an interrupted run keeps what it has
 * models/           NAME.safetensors and NAME.json per trial
 * report.html
 * </pre>
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
}
