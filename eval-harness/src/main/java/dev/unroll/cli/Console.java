package dev.unroll.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.Help.Ansi;

/**
 * What a command sees of the world.
 *
 * @param out         for results
 * @param err         for progress and errors
 * @param colourOut   whether results may be coloured
 * @param terminalErr whether progress may be redrawn in place
 * @param colourErr   whether errors may be coloured
 * @param home        where Unroll is: holds {@code experiments}
 */
record Console(PrintStream out, PrintStream err, boolean colourOut, boolean terminalErr, boolean colourErr, Path home) {

    /** Of this process, as the launcher describes it. */
    static Console ofProcess() {
        boolean colour = System.getenv("NO_COLOR") == null || System.getenv("NO_COLOR").isEmpty();
        boolean terminalOut = Boolean.getBoolean("unroll.terminal.out");
        boolean terminalErr = Boolean.getBoolean("unroll.terminal.err");
        return new Console(utf8(FileDescriptor.out), utf8(FileDescriptor.err), terminalOut && colour, terminalErr,
                terminalErr && colour, Path.of(System.getProperty("unroll.home", ".")));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    PrintWriter outWriter() {
        return new PrintWriter(out, true, StandardCharsets.UTF_8);
    }

    PrintWriter errWriter() {
        return new PrintWriter(err, true, StandardCharsets.UTF_8);
    }

    Ansi ansiOut() {
        return colourOut ? Ansi.ON : Ansi.OFF;
    }

    Ansi ansiErr() {
        return colourErr ? Ansi.ON : Ansi.OFF;
    }
}
