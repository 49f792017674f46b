package dev.unroll.cli;

import dev.unroll.run.ProgressBars;
import dev.unroll.run.RunListener;
import picocli.CommandLine.Option;

/** The options of commands that train: how much of the machine they take, and whether progress is shown. */
final class Effort {

    @Option(names = "--jobs", paramLabel = "N",
            description = "Trials at the same time; default: the processors divided by the threads.")
    private Integer jobs;

    @Option(names = "--threads", paramLabel = "N",
            description = "Threads of each trial; default: the processors divided by the jobs.")
    private Integer threads;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    /** {@code null} if not given. */
    Integer jobs() {
        return atLeastOne("--jobs", jobs);
    }

    /** {@code null} if not given. */
    Integer threads() {
        return atLeastOne("--threads", threads);
    }

    boolean quiet() {
        return quiet;
    }

    /** What shows progress, if any is to be shown; must precede the first line of the log. */
    RunListener progress(Console console) {
        if (quiet) {
            System.setProperty("unroll.log", "OFF");
            return RunListener.SILENT;
        }
        return new ProgressBars(console.err(), console.terminalErr());
    }

    static Integer atLeastOne(String option, Integer number) {
        if (number != null && number < 1) {
            throw new UserException(option + " must be at least 1; got " + number + "; leave it out for the default");
        }
        return number;
    }
}
