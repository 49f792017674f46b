package dev.unroll.datasets.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import dev.unroll.dataset.BatchArrays;
import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.Fingerprint;
import dev.unroll.datasets.dynamics.LorenzFactory;
import dev.unroll.datasets.image.DigitsFactory;
import dev.unroll.datasets.image.MnistFactory;
import dev.unroll.datasets.recording.MandarinTonesFactory;
import dev.unroll.datasets.series.WeatherFactory;
import dev.unroll.datasets.speech.SpokenVowelsFactory;
import dev.unroll.datasets.split.Split;
import dev.unroll.datasets.synthetic.CopyingFactory;
import dev.unroll.datasets.text.FirstNamesFactory;
import dev.unroll.model.SequenceBatch;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Making a batch is copying: nothing is read, decoded, scaled or spoken twice, and no memory is asked for. */
class BatchWorkTest {

    private static final int BATCH_SIZE = 32;

    /** Two features of one to three steps, example i being i everywhere; counts how often it is read. */
    private static final class CountedInputs implements FeatureInputs {

        private int reads;

        @Override
        public int size() {
            return 30;
        }

        @Override
        public int length(int example) {
            return 1 + example % 3;
        }

        @Override
        public List<String> names() {
            return List.of("a", "b");
        }

        @Override
        public void read(int example, int from, int steps, double[] into) {
            reads++;
            for (int i = 0; i < steps * 2; i++) {
                into[i] = example;
            }
        }
    }

    static Stream<DatasetFactory<?>> kept() {
        return Stream.of(new MnistFactory(), new DigitsFactory(), new WeatherFactory(), new MandarinTonesFactory(),
                new SpokenVowelsFactory(), new CopyingFactory(), new FirstNamesFactory(), new LorenzFactory());
    }

    private static <S extends DatasetSpec> SequenceDataset dataset(DatasetFactory<S> factory) throws IOException {
        return factory.create(new ObjectMapper().readValue("{}", factory.specType()),
                Randomness.of(1, Purpose.TRAINING_DATA));
    }

    @Test
    void anExampleIsReadOnceHoweverOftenItIsAskedFor() {
        CountedInputs inputs = new CountedInputs();
        SequencesDataset dataset = new SequencesDataset(inputs, new Targets.Classes(new int[30], List.of("x", "y")),
                Split.inOrder(20, 5, 5), SequenceKeys.complete(null, "none"), Fingerprint.of("counted"));
        int made = inputs.reads;
        assertThat(made).isEqualTo(30);
        for (int i = 0; i < 50; i++) {
            SequenceBatch batch = dataset.batch(Part.TRAIN, new int[] {i % 20, 3});
            assertThat(batch.features()[0]).isEqualTo(i % 20);
        }
        assertThat(inputs.reads).isEqualTo(made);
    }

    @ParameterizedTest
    @MethodSource("kept")
    void aBatchTakesNoMemoryForItsNumbers(DatasetFactory<?> factory) throws IOException {
        SequenceDataset dataset = dataset(factory);
        BatchArrays arrays = new BatchArrays();
        int[] indices = IntStream.range(0, BATCH_SIZE).toArray();
        long least = Long.MAX_VALUE;
        // The first batch makes what is kept, and the virtual machine now and then allocates for itself.
        for (int i = 0; i < 20; i++) {
            long before = allocated();
            dataset.batch(Part.TRAIN, indices, arrays);
            least = Math.min(least, allocated() - before);
        }
        SequenceBatch batch = dataset.batch(Part.TRAIN, indices, arrays);
        assertThat(batch.size()).isEqualTo(BATCH_SIZE);
        // Examples' numbers, streams of random numbers and views of stored bytes; of the batch's numbers, nothing.
        assertThat(least).isLessThan(BATCH_SIZE * 200);
        assertThat(dataset.batch(Part.TRAIN, indices, arrays).lengths()).isSameAs(batch.lengths());
        if (batch.features() != null) {
            assertThat(dataset.batch(Part.TRAIN, indices, arrays).features()).isSameAs(batch.features());
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
