package dev.unroll.survival;

import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecReader;
import dev.unroll.run.ExperimentRunner;
import dev.unroll.run.RunFolder;
import dev.unroll.run.RunListener;
import dev.unroll.run.RunOptions;
import dev.unroll.run.TrialPlan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs the experiment of these tests or goes on with it, with a checkpoint after every update. */
final class SurvivalRun {

    private SurvivalRun() {
    }

    static ExperimentRunner runner(RunFolder folder, int jobs, RunListener listener) throws IOException {
        String yaml;
        try (InputStream stream = SurvivalRun.class.getResourceAsStream("/survival/survival.yaml")) {
            yaml = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        RunOptions options = new RunOptions(jobs, 1, false, RunOptions.Entry.RESUME, false, 0.0);
        return new ExperimentRunner(new SpecReader(Kinds.installed()).read("survival.yaml", yaml), yaml,
                Kinds.installed(), folder, options, listener);
    }

    /**
     * Writes a dot after every update.
     *
     * @param args the folder, jobs
     */
    public static void main(String[] args) throws IOException {
        runner(new RunFolder(Path.of(args[0])), Integer.parseInt(args[1]), new RunListener() {
            @Override
            public void trialProgressed(TrialPlan plan, double fraction) {
                System.out.write('.');
                System.out.flush();
            }
        }).run().orElseThrow();
    }
}
