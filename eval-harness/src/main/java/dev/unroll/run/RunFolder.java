package dev.unroll.run;

import dev.unroll.experiment.ResolvedSpec;
import dev.unroll.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of one run:
 *
 * <pre>
 * spec.yaml         the experiment as written
 * resolved.json     the same with every default filled in
 * unroll.db         the store: all results, each written the moment its trial has finished ({@link RunStore}); the next
 *                   six files are made from it
 * results.json      {@link RunResults}
 * results.csv       one line per trial
 * statistics.json   every statistic with its interval, one by one ({@link dev.unroll.comparison.RunStatistics})
 * statistics.csv    the same, one line each
 * timing.json       {@link RunTiming}
 * provenance.json   {@link Provenance}
 * models/           ID.json ({@link SavedModel}) and ID.safetensors per trial
 * gradients/        what {@code unroll gradients} measured, if it was asked
 * checkpoints/      of trials that are not finished ({@link TrialCheckpoints})
 * report.html       and, from the same, report.md, report.pdf, tables/ and figures/
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

    public Path statistics() {
        return path.resolve("statistics.json");
    }

    public Path statisticsTable() {
        return path.resolve("statistics.csv");
    }

    public Path timing() {
        return path.resolve("timing.json");
    }

    public Path provenance() {
        return path.resolve("provenance.json");
    }

    /** The database of the run. */
    public Path store() {
        return path.resolve("unroll.db");
    }

    public Path models() {
        return path.resolve("models");
    }

    /** Measures of its models, made on demand. */
    public Path gradients() {
        return path.resolve("gradients");
    }

    Path checkpoints() {
        return path.resolve("checkpoints");
    }

    public Path report() {
        return path.resolve("report.html");
    }

    /** A trial's {@link SavedModel}. */
    public Path model(String id) {
        return models().resolve(id + ".json");
    }

    /** A trial's weights. */
    public Path weights(String id) {
        return models().resolve(id + ".safetensors");
    }

    /**
     * A folder may be used if it is new, empty, or holds the very same experiment.
     *
     * @throws RunFolderException if it belongs to something else or cannot be written
     */
    public void requireUsable(ResolvedSpec resolved) {
        try {
            if (Files.isDirectory(path)) {
                requireSameExperiment(resolved);
            } else if (Files.exists(path)) {
                throw new RunFolderException("the run's folder must be a folder; " + path
                        + " is a file; choose another folder");
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * Makes the folder, if there is none.
     *
     * @throws RunFolderException if it belongs to something else or cannot be written; nothing is changed then
     */
    void create(ResolvedSpec resolved) {
        requireUsable(resolved);
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * Makes the folder ready for a run, with {@code spec.yaml} and {@code resolved.json}. In a folder of the very same
     * experiment, older files are replaced as the new ones are finished.
     *
     * @param source the experiment as written
     * @throws RunFolderException if it belongs to something else or cannot be written; nothing is changed then
     */
    public void prepare(ResolvedSpec resolved, String source) {
        requireUsable(resolved);
        try {
            Files.createDirectories(models());
        } catch (IOException e) {
            throw unusable(e);
        }
        WholeFiles.write(spec(), source);
        WholeFiles.write(resolvedSpec(), resolved.json());
    }

    /**
     * Deletes what processes that were killed left behind: files half-written, and checkpoints of trials that have ended.
     *
     * @param failed trials whose checkpoints stay, by ID: they may go on
     */
    void clearLeftovers(Set<String> failed) {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                boolean over = file.startsWith(checkpoints()) && !failed.contains(checkpoints().relativize(file)
                        .toString().replace('\\', '/').replaceFirst("\\.[0-9]+\\.safetensors$", ""));
                if (over || file.toString().endsWith(".partial")) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private RunFolderException unusable(IOException e) {
        return new RunFolderException("the run's folder must be writable; " + path + " cannot be used (" + e
                + "); choose another folder", e);
    }

    private void requireSameExperiment(ResolvedSpec resolved) throws IOException {
        boolean written = Files.isRegularFile(resolvedSpec());
        if (written && CanonicalJson.sha256(Files.readString(resolvedSpec())).equals(resolved.hash())) {
            return;
        }
        // The file may be lost or damaged; it is made again from the store.
        Optional<String> kept = RunStore.specHash(this);
        if (written || kept.isPresent()) {
            if (!kept.equals(Optional.of(resolved.hash()))) {
                throw new RunFolderException("a run's folder must be new or hold the same experiment; " + path
                        + " holds another; choose another folder or another name for the experiment");
            }
            return;
        }
        try (Stream<Path> files = Files.list(path)) {
            if (files.anyMatch(file -> !file.getFileName().toString().startsWith(store().getFileName().toString()))) {
                throw new RunFolderException("a run's folder must be new, empty or a run's; " + path
                        + " holds other files; choose another folder");
            }
        }
        if (!Files.isWritable(path)) {
            throw new RunFolderException("the run's folder must be writable; " + path
                    + " is not; choose another folder");
        }
    }
}
