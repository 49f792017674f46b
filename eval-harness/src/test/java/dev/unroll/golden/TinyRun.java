package dev.unroll.golden;

import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecReader;
import dev.unroll.run.ExperimentRunner;
import dev.unroll.run.RunFolder;
import dev.unroll.run.RunListener;
import dev.unroll.run.RunOptions;
import dev.unroll.run.RunResults;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs the tiny experiment, in this virtual machine or as the main class of another. */
final class TinyRun {

    private TinyRun() {
    }

    static RunResults run(RunFolder folder, int jobs, int threads) throws IOException {
        String yaml;
        try (InputStream stream = TinyRun.class.getResourceAsStream("/golden/tiny.yaml")) {
            yaml = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        ExperimentSpec spec = new SpecReader(Kinds.installed()).read("tiny.yaml", yaml);
        return new ExperimentRunner(spec, yaml, Kinds.installed(), folder, new RunOptions(jobs, threads, false),
                RunListener.SILENT).run().orElseThrow();
    }

    /** @param args the folder, jobs, threads */
    public static void main(String[] args) throws IOException {
        run(new RunFolder(Path.of(args[0])), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    }
}
