package dev.unroll.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.formal.DyckFactory;
import dev.unroll.datasets.text.DatesFactory;
import dev.unroll.datasets.text.FirstNamesFactory;
import dev.unroll.engine.Engine;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.rnn.RnnFactory;
import dev.unroll.rnn.RnnSpec;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Padding holds what earlier batches left there; no model may see it. */
class SharedArraysTest {

    static Stream<DatasetFactory<?>> ofManyLengths() {
        return Stream.of(new FirstNamesFactory(), new DatesFactory(), new DyckFactory());
    }

    private static <S extends DatasetSpec> SequenceDataset dataset(DatasetFactory<S> factory) throws IOException {
        return factory.create(new ObjectMapper().readValue("{}", factory.specType()),
                Randomness.of(1, Purpose.TRAINING_DATA));
    }

    /** The same dataset, which makes fresh arrays for every batch. */
    private static SequenceDataset fresh(SequenceDataset dataset) {
        return (SequenceDataset) Proxy.newProxyInstance(SequenceDataset.class.getClassLoader(),
                new Class<?>[] {SequenceDataset.class}, (proxy, method, arguments) -> method.getName().equals("batch")
                        ? dataset.batch((Part) arguments[0], (int[]) arguments[1]) : method.invoke(dataset, arguments));
    }

    private static List<float[]> trained(SequenceDataset dataset, Integer bucketing) {
        Engine engine = Engine.withThreads(1);
        SequenceModel model = new RnnFactory().create(RnnSpec.of(8),
                new Task(dataset.input(), dataset.target(), new CrossEntropy()),
                Randomness.of(1, Purpose.INITIALIZATION), engine);
        TrainingSpec spec = new TrainingSpec(null, null, null, null, 16, null, 25, null, 25, null, false, null, null,
                null, null, null, null, null, bucketing,
                null, null, null, null);
        new Trainer(model, dataset, spec, 1, engine, new StopSignal(), done -> { }).train();
        return model.parameters().snapshot();
    }

    @ParameterizedTest
    @MethodSource("ofManyLengths")
    void trainingGivesTheSameBitsAsWithFreshArrays(DatasetFactory<?> factory) throws IOException {
        SequenceDataset dataset = dataset(factory);
        for (Integer bucketing : new Integer[] {null, 5}) {
            List<float[]> shared = trained(dataset, bucketing);
            List<float[]> alone = trained(fresh(dataset), bucketing);
            assertThat(shared).hasSameSizeAs(alone);
            for (int i = 0; i < shared.size(); i++) {
                assertThat(shared.get(i)).isEqualTo(alone.get(i));
            }
        }
    }
}
