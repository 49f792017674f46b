package dev.unroll.cli;

import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.ResolvedSpec;
import dev.unroll.run.RunFolder;
import dev.unroll.run.SavedModel;
import java.nio.file.Files;

/** The saved models of a run that a user names by its folder. */
final class RunModels {

    private RunModels() {
    }

    static ExperimentSpec experiment(RunFolder folder, Kinds kinds) {
        if (!Files.exists(folder.resolvedSpec())) {
            throw new UserException("RUN must be the folder of a run; there is no resolved.json in " + folder.path()
                    + "; run an experiment first or check the path");
        }
        return ResolvedSpec.read(folder.resolvedSpec(), kinds);
    }

    /** @param purpose what the model is wanted for: {@code predict with} */
    static SavedModel model(RunFolder folder, String id, Kinds kinds, String purpose) {
        if (!Files.exists(folder.model(id))) {
            throw new UserException("a trial must have completed to " + purpose + " its model; " + folder.path()
                    + " has no model for " + id + "; it diverged, failed or was not reached");
        }
        return SavedModel.read(folder, id, kinds);
    }
}
