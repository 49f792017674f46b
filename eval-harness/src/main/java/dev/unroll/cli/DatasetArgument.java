package dev.unroll.cli;

import dev.unroll.experiment.ExperimentSpec.DatasetEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecReader;
import dev.unroll.experiment.Words;
import java.nio.file.Path;
import java.util.List;

/** How a command line names datasets: a kind, keys in braces, or the file of an experiment. */
final class DatasetArgument {

    private DatasetArgument() {
    }

    /** @throws UserException if it is none of these */
    static List<DatasetEntry> entries(String what, Kinds kinds) {
        if (kinds.datasets().containsKey(what)) {
            return List.of(new DatasetEntry(what, what, kinds.datasetDefaults(what)));
        }
        if (what.strip().startsWith("{")) {
            return new SpecReader(kinds).readDataset("DATASET", what);
        }
        if (!what.matches(".*[/\\\\].*|.*\\.ya?ml")) {
            throw new UserException("DATASET must be a kind of dataset, keys in braces or the file of an experiment; "
                    + "got " + what + "; " + Words.hint(what, kinds.datasets().keySet(), "kinds of dataset"));
        }
        return new SpecReader(kinds).read(Path.of(what)).datasets();
    }
}
