package dev.unroll.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.engine.Engine;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecReader;
import dev.unroll.run.GradientStudy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the experiment gradients-adding shows before any training. */
class AddingReachTest {

    private static final Path FILE = Path.of("..", "experiments", "gradients-adding.yaml");

    @Test
    void at150StepsBackTheGradientOfTheRnnIsTenThousandTimesSmallerThanThatOfTheChronoLstm() throws IOException {
        Kinds kinds = Kinds.installed();
        ExperimentSpec spec = new SpecReader(kinds).read(FILE);
        Measure reach = Measures.all().get(Measures.names().indexOf("reach"));
        GradientStudy study = new GradientStudy(spec, kinds, null, List.of(reach));
        MeasureTable table = study.tables(id -> true, Engine.withThreads(1), words -> { }).get(1);
        for (long seed : spec.seeds()) {
            double lstm = at150(table, "LSTM-chrono", seed);
            double rnn = at150(table, "RNN", seed);
            assertThat(lstm - rnn).as("orders of magnitude, seed " + seed).isGreaterThan(4);
            assertThat(lstm).as("seed " + seed).isGreaterThan(-4.5);
        }
    }

    private static double at150(MeasureTable table, String model, long seed) {
        return table.rows().stream().filter(row -> row.get(1).equals(model) && row.get(2).equals(seed)
                && row.get(4).equals(150)).mapToDouble(row -> (Double) row.get(5)).findFirst().orElseThrow();
    }
}
