package dev.unroll.benchmark;

import dev.unroll.benchmark.contender.Side.EngineName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a measurement was made with.
 *
 * @param command  that made it
 * @param rounds   turns of each side
 * @param commit   of the sources; {@code null} if it is not known
 * @param clean    whether these were as committed, the results themselves aside
 * @param versions of the peers by their names
 */
public record Origin(String command, int rounds, String commit, boolean clean, Map<String, String> versions) {

    /** That of a measurement that is made now. */
    static Origin now(String command, int rounds, Path home) {
        Map<String, String> versions = new TreeMap<>();
        for (EngineName engine : EngineName.values()) {
            if (engine != EngineName.UNROLL && engine.installed()) {
                engine.version().ifPresent(version -> versions.put(engine.title(), version));
            }
        }
        Optional<String> changes = git(home, "status", "--porcelain", "--", ".", ":!benchmarks/RESULTS.*");
        return new Origin(command, rounds, git(home, "rev-parse", "--short=12", "HEAD").orElse(null),
                changes.filter(String::isEmpty).isPresent(), versions);
    }

    private static Optional<String> git(Path home, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", home.toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? Optional.of(text) : Optional.empty();
        } catch (IOException e) {
            // No git here.
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while asking for the commit", e);
        }
    }

    /** In one line of Markdown, the command apart. */
    String description() {
        StringBuilder text = new StringBuilder(rounds + (rounds == 1 ? " round" : " rounds"));
        text.append(commit == null ? ", at a commit that was not noted" : ", at commit " + commit
                + (clean ? "" : " **with changes that are not committed**"));
        versions.forEach((name, version) -> text.append(", ").append(name).append(' ').append(version));
        return text.toString();
    }
}
