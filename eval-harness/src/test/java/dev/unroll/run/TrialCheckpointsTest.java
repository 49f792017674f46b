package dev.unroll.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.gradient.UpdateNorms;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import dev.unroll.optimizer.OptimizerState;
import dev.unroll.training.StopSignal;
import dev.unroll.training.TrainingState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialCheckpointsTest {

    @TempDir
    private Path temp;

    private static TrialCheckpoints of(RunFolder folder, String trial) {
        return new TrialCheckpoints(folder, trial, "owner", new Parameters(List.of(new Parameter("w", 2))), 0,
                new StopSignal());
    }

    private static TrainingState state(int updates) {
        return new TrainingState(updates, 1, 0, 1, 0, 0, 0, 0.5, List.of(), List.of(), UpdateNorms.NONE, List.of(),
                List.of(new float[] {updates, 2}),
                List.of(), new OptimizerState(updates, Map.of()));
    }

    @Test
    void clearingATrialLeavesTheFolderToTheOthersOfItsModel() {
        RunFolder folder = new RunFolder(temp);
        of(folder, "adding/rnn/1").offer(() -> state(3));
        Path shared = temp.resolve("checkpoints/adding/rnn");

        TrialCheckpoints.clear(folder, "adding/rnn/1");

        assertThat(shared).as("another seed is about to write into it").isEmptyDirectory();
        TrialCheckpoints second = of(folder, "adding/rnn/2");
        second.offer(() -> state(4));
        TrialCheckpoints.clearFolders(folder);
        assertThat(second.newest().orElseThrow().updates()).isEqualTo(4);
        TrialCheckpoints.clear(folder, "adding/rnn/2");
        TrialCheckpoints.clearFolders(folder);
        assertThat(Files.exists(temp.resolve("checkpoints"))).isFalse();
    }
}
