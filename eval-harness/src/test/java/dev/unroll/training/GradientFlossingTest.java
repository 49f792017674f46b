package dev.unroll.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.synthetic.AddingFactory;
import dev.unroll.engine.Engine;
import dev.unroll.experiment.FlossingSpec;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.gradient.FlossingPoint;
import dev.unroll.gradient.LyapunovAnalysis;
import dev.unroll.gradient.Probe;
import dev.unroll.gru.GruFactory;
import dev.unroll.gru.GruSpec;
import dev.unroll.loss.ValueLoss;
import dev.unroll.lstm.LstmFactory;
import dev.unroll.lstm.LstmSpec;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.rnn.RnnFactory;
import dev.unroll.rnn.RnnSpec;
import dev.unroll.testing.Specs;
import dev.unroll.transformer.TransformerFactory;
import dev.unroll.transformer.TransformerSpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GradientFlossingTest {

    private static SequenceDataset dataset;

    private final Engine engine = Engine.withThreads(2);

    @BeforeAll
    static void makeDataset() throws IOException {
        dataset = make(new AddingFactory());
    }

    private static <S extends DatasetSpec> SequenceDataset make(DatasetFactory<S> factory) throws IOException {
        return factory.create(new ObjectMapper().readValue("{\"length\":20,\"trainSize\":40,\"validationSize\":8,"
                + "\"testSize\":8}", factory.specType()), Randomness.of(1, Purpose.TRAINING_DATA));
    }

    private static <S extends ModelSpec> SequenceModel model(ModelFactory<S> factory, S spec, Engine engine) {
        return factory.create(spec, new Task(dataset.input(), dataset.target(), new ValueLoss.Squared()),
                Randomness.of(1, Purpose.INITIALIZATION), engine);
    }

    private SequenceModel rnn(Engine engine) {
        SequenceModel model = model(new RnnFactory(), Specs.of(RnnSpec.class, "hiddenSizes", List.of(6)), engine);
        float[] weight = model.parameters().get("layer0.recurrentWeight").value();
        for (int i = 0; i < weight.length; i++) {
            weight[i] *= 0.5f;
        }
        return model;
    }

    private static TrainingSpec training(int updates, Integer every, int flosses, double rate) {
        return Specs.of(TrainingSpec.class, "updates", updates, "batchSize", 8, "validateEvery", 4, "keepBest", false,
                "flossing", new FlossingSpec(3, null, flosses, rate, every, 2, null));
    }

    private double[] exponents(SequenceModel model) {
        return new LyapunovAnalysis(3, 10, 1).of(model.recurrences(Probe.of(dataset, 1).batch()).get(0),
                Randomness.of(1, Purpose.PROBE), engine.workers()).exponents();
    }

    @Test
    void exponentsComeNearTheirTarget() {
        List<SequenceModel> models = List.of(rnn(engine),
                model(new LstmFactory(), LstmSpec.of(6), engine),
                model(new GruFactory(), GruSpec.of(6), engine));
        for (SequenceModel model : models) {
            double[] before = exponents(model);
            new GradientFlossing(model, dataset, new FlossingSpec(3, null, 150, 0.01, null, 2, null), 1, engine,
                    new StopSignal()).run(0);
            double[] after = exponents(model);
            assertThat(square(after)).as(model.spec() + " from " + square(before)).isLessThan(square(before) / 10)
                    .isLessThan(0.01);
        }
    }

    private static double square(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value / values.length;
        }
        return sum;
    }

    @Test
    void weightsBeforeTheFirstUpdateAreFlossedAndThoseBetweenAreAgain() {
        assertThat(trained(1, null, engine)).isNotEqualTo(trained(engine, Specs.of(TrainingSpec.class, "updates", 1,
                "batchSize", 8, "validateEvery", 4, "keepBest", false)));
        assertThat(trained(6, null, engine)).isNotEqualTo(trained(6, 3, engine));
        assertThat(trained(3, null, engine)).as("not due yet").isEqualTo(trained(3, 3, engine));
    }

    private float[] trained(int updates, Integer every, Engine engine) {
        return trained(engine, training(updates, every, 3, 0.01));
    }

    private float[] trained(Engine engine, TrainingSpec spec) {
        SequenceModel model = rnn(engine);
        new Trainer(model, dataset, spec, 1, engine, new StopSignal(), done -> { }).train();
        return model.parameters().get("layer0.recurrentWeight").value().clone();
    }

    @Test
    void eachTimeIsRecordedAndGoesOnFromACheckpoint() {
        Kept kept = new Kept(4);
        TrainingOutcome whole = outcome(kept);
        assertThat(whole.flossings()).extracting(FlossingPoint::update).containsExactly(0, 3, 6);
        assertThat(whole.flossings()).allMatch(point -> point.after() < point.before());
        assertThat(outcome(kept).flossings()).isEqualTo(whole.flossings());
    }

    private TrainingOutcome outcome(TrainingCheckpoints checkpoints) {
        return new Trainer(rnn(engine), dataset, training(8, 3, 3, 0.01), 1, engine, new StopSignal(), done -> { },
                checkpoints, null).train();
    }

    @Test
    void howManyThreadsThereAreChangesNoBit() {
        assertThat(trained(6, 3, engine)).isEqualTo(trained(6, 3, Engine.withThreads(1)));
    }

    /** Gives back what it was offered after so many updates. */
    private static final class Kept implements TrainingCheckpoints {
        private final int after;
        private TrainingState state;

        Kept(int after) {
            this.after = after;
        }

        @Override
        public Optional<TrainingState> newest() {
            return Optional.ofNullable(state);
        }

        @Override
        public void offer(Supplier<TrainingState> offered) {
            TrainingState now = offered.get();
            if (state == null && now.updates() == after) {
                state = new TrainingState(now.updates(), now.bestLoss(), now.bestUpdate(), now.lossToBeat(),
                        now.validationsWithoutBetter(), now.lossSum(), now.lossCount(), now.seconds(), now.curve(),
                        now.gradients(), now.norms(), now.flossings(),
                        now.weights().stream().map(float[]::clone).toList(), now.bestWeights(), now.optimizer());
            }
        }
    }

    @Test
    void anInterruptedTrainingGoesOnWithTheSameBits() {
        float[] whole = trained(8, 3, engine);
        for (int after : new int[] {1, 3, 4, 6}) {
            Kept kept = new Kept(after);
            for (int time = 0; time < 2; time++) {
                SequenceModel model = rnn(engine);
                new Trainer(model, dataset, training(8, 3, 3, 0.01), 1, engine, new StopSignal(), done -> { }, kept, null)
                        .train();
                assertThat(model.parameters().get("layer0.recurrentWeight").value()).as("from update " + after)
                        .isEqualTo(whole);
            }
        }
    }

    @Test
    void whatCannotBeFlossedIsRefused() {
        SequenceModel transformer = model(new TransformerFactory(), Specs.of(TransformerSpec.class, "modelSize", 8,
                "numHeads", 2, "numLayers", 1), engine);
        refused(transformer, new FlossingSpec(null, null, null, null, null, null, null),
                "hands a state from step to step");
        refused(rnn(engine), new FlossingSpec(7, null, null, null, null, null, null),
                "exponents of flossing must be at most the layer's hidden units; got 7 for a layer of 6");
        assertThatThrownBy(() -> new FlossingSpec(null, null, null, null, null, null, 10))
                .hasMessage("steps must be at least 11; got 10");
        assertThatThrownBy(() -> new FlossingSpec(null, Double.NaN, null, null, null, null, null))
                .hasMessageContaining("target must be a finite number");
        assertThatThrownBy(() -> new FlossingSpec(null, null, null, 0.0, null, null, null))
                .hasMessageContaining("learningRate must be above 0");
    }

    private void refused(SequenceModel model, FlossingSpec spec, String message) {
        assertThatThrownBy(() -> new GradientFlossing(model, dataset, spec, 1, engine, new StopSignal()).run(0))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
