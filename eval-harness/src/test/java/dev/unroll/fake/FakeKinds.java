package dev.unroll.fake;

import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.engine.Engine;
import dev.unroll.experiment.Kinds;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Randomness;
import java.util.List;
import java.util.function.Supplier;

/** Kinds {@code counting} and {@code scripted}. */
public final class FakeKinds {

    private FakeKinds() {
    }

    /** No parameters. */
    public record CountingSpec() implements DatasetSpec {
    }

    /** @param model asked for each model in turn */
    public static Kinds of(Supplier<SequenceModel> model) {
        return new Kinds(List.of(new ScriptedFactory(model)), List.of(new CountingFactory()));
    }

    private record ScriptedFactory(Supplier<SequenceModel> model) implements ModelFactory<ScriptedModel.Spec> {
        @Override
        public String kind() {
            return "scripted";
        }

        @Override
        public String description() {
            return "follows a script";
        }

        @Override
        public Class<ScriptedModel.Spec> specType() {
            return ScriptedModel.Spec.class;
        }

        @Override
        public SequenceModel create(ScriptedModel.Spec spec, Task task, Randomness initialization, Engine engine) {
            return model.get();
        }
    }

    private record CountingFactory() implements DatasetFactory<CountingSpec> {
        @Override
        public String kind() {
            return "counting";
        }

        @Override
        public String description() {
            return "counts";
        }

        @Override
        public String source() {
            return "none";
        }

        @Override
        public Class<CountingSpec> specType() {
            return CountingSpec.class;
        }

        @Override
        public SequenceDataset create(CountingSpec spec, Randomness randomness) {
            return new CountingDataset(7, 2);
        }
    }
}
