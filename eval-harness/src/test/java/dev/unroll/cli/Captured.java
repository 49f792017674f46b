package dev.unroll.cli;

import dev.unroll.experiment.Kinds;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a command printed and returned. */
record Captured(int exitCode, String out, String err) {

    /** The home of these sources, where the bundled experiments are. */
    static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    static Captured run(String... arguments) {
        return run(HOME, Kinds.installed(), false, arguments);
    }

    static Captured run(Path home, Kinds kinds, boolean colour, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), colour, false, colour, home);
        int exitCode = Unroll.execute(console, kinds, arguments);
        return new Captured(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
