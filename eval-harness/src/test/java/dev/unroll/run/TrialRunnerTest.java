package dev.unroll.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.ExperimentSpec.DatasetEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecReader;
import dev.unroll.fake.FakeKinds;
import dev.unroll.fake.ScriptedModel;
import dev.unroll.training.StopSignal;
import dev.unroll.training.TrainingCheckpoints;
import dev.unroll.training.TrainingState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TrialRunnerTest {

    private static final String YAML = """
            name: scripted
            datasets: [{kind: counting}]
            models: [{kind: scripted}]
            train: {optimizer: sgd, learningRate: 1, updates: 4, batchSize: 3, validateEvery: 1}
            seeds: [1]
            """;

    private static TrialTiming run(TrainingCheckpoints checkpoints) {
        Kinds kinds = FakeKinds.of(() -> new ScriptedModel(count -> 1 + count / 8.0, count -> 1 / 3.0));
        ExperimentSpec spec = new SpecReader(kinds).read("test.yaml", YAML);
        DatasetEntry entry = spec.datasets().get(0);
        PreparedDataset dataset = PreparedDataset.of(entry, kinds.datasets().get(entry.kind()), spec.dataSeed());
        TrialPlan plan = TrialPlanner.plans(spec, kinds, List.of(dataset)).get(0);
        return new TrialRunner(plan, dataset, kinds.models().get("scripted"), 1, new StopSignal(), fraction -> { },
                parameters -> checkpoints).run().timing();
    }

    @Test
    void theTimeOfATrialHasTheUpdatesBeforeItsInterruption() {
        AtomicReference<TrainingState> first = new AtomicReference<>();
        run(new TrainingCheckpoints() {
            @Override
            public Optional<TrainingState> newest() {
                return Optional.empty();
            }

            @Override
            public void offer(Supplier<TrainingState> state) {
                first.compareAndSet(null, state.get());
            }
        });
        TrainingState made = first.get();
        TrainingState slow = new TrainingState(made.updates(), made.bestLoss(), made.bestUpdate(), made.lossToBeat(),
                made.validationsWithoutBetter(), made.lossSum(), made.lossCount(), 1000, made.curve(),
                made.gradients(), made.norms(), made.flossings(), made.weights(), made.bestWeights(), made.optimizer());

        TrialTiming timing = run(new TrainingCheckpoints() {
            @Override
            public Optional<TrainingState> newest() {
                return Optional.of(slow);
            }

            @Override
            public void offer(Supplier<TrainingState> state) {
                // None is looked at.
            }
        });

        assertThat(timing.trainingSeconds()).isBetween(1000.0, timing.totalSeconds());
    }
}
