package dev.unroll.cli;

import dev.unroll.experiment.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The experiments that come with Unroll, by name. */
final class Bundled {

    static final String DEFAULT = "quick";
    private static final String EXTENSION = ".yaml";

    private final Path folder;

    Bundled(Path home) {
        folder = home.resolve("experiments");
    }

    /** Files by name, in the order of the alphabet. */
    Map<String, Path> experiments() {
        Map<String, Path> experiments = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(EXTENSION)).forEach(file -> {
                    String name = file.getFileName().toString();
                    experiments.put(name.substring(0, name.length() - EXTENSION.length()), file);
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return experiments;
    }

    /**
     * The file that a user means: one of theirs, or a bundled one by its bare name.
     *
     * @param given {@code null} for the default
     */
    Path find(String given) {
        String name = given == null ? DEFAULT : given;
        if (given != null && (Files.exists(Path.of(given)) || given.matches(".*[/\\\\].*|.*\\.ya?ml"))) {
            return Path.of(given);
        }
        Map<String, Path> experiments = experiments();
        if (!experiments.containsKey(name)) {
            throw new UserException("the experiment must be a file or the name of a bundled experiment; got " + name
                    + "; " + Words.hint(name, experiments.keySet(), "bundled experiments"));
        }
        return experiments.get(name);
    }
}
