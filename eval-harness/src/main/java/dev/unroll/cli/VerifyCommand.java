package dev.unroll.cli;

import dev.unroll.experiment.Kinds;
import dev.unroll.json.CanonicalJson;
import dev.unroll.run.RunListener;
import dev.unroll.run.RunOptions;
import dev.unroll.run.Verification;
import dev.unroll.run.Verification.Findings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code unroll verify}. */
@Command(name = "verify", mixinStandardHelpOptions = true, versionProvider = Unroll.Version.class,
        description = "Makes the trials of a run again and says whether every bit came out the same.",
        footerHeading = "%n",
        footer = {"Compared are the data, the weights, the test predictions, the curve and the scores of each trial, the"
                + " saved models and results.json. Nothing is written. Trials that failed or had a budget in seconds are left out.",
            "", "Exit codes: 0 every bit came out again; 1 something did not; 2 there is nothing to verify."})
final class VerifyCommand implements Callable<Integer> {

    private static final int DIFFERENT = 1;
    private static final int INTERRUPTED = 130;

    private final Console console;
    private final Kinds kinds;

    @Parameters(paramLabel = "RUN", description = "Folder of a run, such as runs/quick, or an archive that unroll freeze"
            + " wrote.")
    private Path run;

    @Option(names = "--sample", paramLabel = "N", description = "Make only so many trials again, chosen at random.")
    private Integer sample;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Which sample; default: 1.")
    private long seed;

    @Mixin
    private Effort effort;

    @Option(names = "--json", description = "Print what was found as JSON.")
    private boolean json;

    VerifyCommand(Console console, Kinds kinds) {
        this.console = console;
        this.kinds = kinds;
    }

    @Override
    public Integer call() {
        RunListener progress = effort.progress(console);
        RunOptions options = new RunOptions(effort.jobs(), effort.threads(), false);
        Effort.atLeastOne("--sample", sample);
        try (OpenedRun opened = OpenedRun.of(run)) {
            Verification verification = new Verification(opened.folder(), kinds, progress);
            try (Interruption interruption = new Interruption(verification::stop,
                    () -> console.err().println("Stopped: nothing can be said"))) {
                Optional<Findings> findings = verification.run(sample, seed, options);
                findings.ifPresent(this::print);
                if (findings.isEmpty()) {
                    return INTERRUPTED;
                }
                return findings.get().differences().isEmpty() ? 0 : DIFFERENT;
            }
        }
    }

    private void print(Findings findings) {
        if (json) {
            console.out().print(CanonicalJson.write(findings));
            return;
        }
        if (!findings.differences().isEmpty()) {
            TextTable table = new TextTable("WHERE", "WHAT", "RECORDED", "FOUND");
            findings.differences().forEach(difference -> table.row(difference.subject(), difference.what(),
                    difference.recorded(), difference.found()));
            table.lines().forEach(console.out()::println);
            console.out().println();
        }
        console.out().println(sentence(findings));
    }

    private static String sentence(Findings findings) {
        String made = findings.checked() + " of " + findings.trials() + " trials made again"
                + (findings.leftOut() == 0 ? ""
                : " (" + findings.leftOut() + " failed or had a budget in seconds and are left out)");
        int differences = findings.differences().size();
        return differences == 0 ? "Verified: " + made + ", every bit the same"
                : "Not verified: " + made + ", " + differences + (differences == 1 ? " difference" : " differences");
    }
}
