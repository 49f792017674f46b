package dev.unroll.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.BatchArrays;
import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every kind of dataset, with its default parameters. */
class DatasetContractTest {

    /** What kinds that read a user's files are given to read. */
    private static final Map<String, String> OWN_FILES = Map.of(
            "csv", "{'path': 'src/test/resources/own-series.csv', 'targets': 'value'}",
            "arrays", "{'path': '../examples/data/waves.npz', 'lengths': 'lengths'}",
            "wav", "{'folder': '../examples/data/sounds', 'highHz': 4000}",
            "ts", "{'path': '../examples/data/Gestures_TRAIN.ts', 'testPath': '../examples/data/Gestures_TEST.ts'}",
            "jsonl", "{'path': '../examples/data/tags.jsonl'}",
            "sequences-csv", "{'path': '../examples/data/walks.csv', 'sequence': 'walk', 'group': 'person'}",
            "labelled-text", "{'path': '../examples/data/reviews.csv', 'group': 'author'}",
            "parallel-text", "{'path': '../examples/data/numbers.tsv'}",
            "text", "{'path': '../examples/data/story.txt', 'window': 32}");

    /**
     * For each kind, in the order of the alphabet, the SHA-256 of three examples of each part, seed 1, default
     * parameters. A change of a line changes every published result on the task: it needs a new version in the
     * generator's fingerprint. {@code -Dunroll.golden=write} writes the file anew, with new kinds.
     */
    private static final Path GOLDEN = Path.of("src/test/resources/golden-examples.txt");

    /** Kinds that take a second to make; one other language is enough for them. */
    private static final Set<String> SLOW = Set.of("pronunciation", "language-id", "name-translation", "mnist");

    private static final Map<String, SequenceDataset> MADE = new ConcurrentHashMap<>();

    static Stream<DatasetFactory<?>> factories() {
        return ServiceLoader.load(DatasetFactory.class).stream().<DatasetFactory<?>>map(ServiceLoader.Provider::get);
    }

    /** The kind's dataset, made once for all tests that only look at it. */
    private static SequenceDataset dataset(DatasetFactory<?> factory) {
        return MADE.computeIfAbsent(factory.kind(), kind -> fresh(factory));
    }

    private static <S extends DatasetSpec> SequenceDataset fresh(DatasetFactory<S> factory) {
        try {
            String keys = OWN_FILES.getOrDefault(factory.kind(), "{}").replace('\'', '"');
            return factory.create(new ObjectMapper().readValue(keys, factory.specType()),
                    Randomness.of(1, Purpose.TRAINING_DATA));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String whole(DatasetFactory<?> factory, SequenceDataset dataset) {
        return factory.kind() + " " + digest(dataset) + " " + dataset.fingerprint();
    }

    private static String digest(SequenceDataset dataset) {
        StringBuilder digests = new StringBuilder();
        for (Part part : Part.values()) {
            int last = dataset.size(part) - 1;
            digests.append(digest(dataset.batch(part, new int[] {0, last / 2, last})));
        }
        return Fingerprint.of(digests.toString());
    }

    private static String digest(SequenceBatch batch) {
        StringBuilder all = new StringBuilder();
        for (float[] values : Arrays.asList(batch.features(), batch.values(), batch.weights())) {
            if (values != null) {
                ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
                bytes.asFloatBuffer().put(values);
                all.append(Fingerprint.of(bytes.array()));
            }
        }
        for (int[] values : Arrays.asList(batch.lengths(), batch.tokens(), batch.classes())) {
            all.append(Arrays.toString(values));
        }
        return all.toString();
    }

    @Test
    void everyKindIsFoundByItsName() {
        assertThat(factories().map(DatasetFactory::kind)).doesNotHaveDuplicates().contains("adding", "csv", "digits");
        assertThat(factories()).allSatisfy(factory -> {
            assertThat(factory.description()).isNotBlank().doesNotContain("\n");
            assertThat(factory.source()).isNotBlank().doesNotContain("\n");
        });
    }

    @Test
    void theExamplesAreTheSameInEveryVersion() throws IOException {
        List<String> lines = factories().map(factory -> factory.kind() + " " + digest(dataset(factory))).sorted()
                .toList();
        if ("write".equals(System.getProperty("unroll.golden"))) {
            Files.write(GOLDEN, lines);
        }
        assertThat(lines).isEqualTo(Files.readAllLines(GOLDEN));
    }

    @ParameterizedTest
    @CsvSource({"tr-TR, Pacific/Kiritimati", "ar-EG-u-nu-arab, America/St_Johns", "de-DE, Asia/Kathmandu"})
    void languageAndTimeZoneChangeNothing(String language, String zone) {
        List<DatasetFactory<?>> kinds = factories()
                .filter(factory -> language.startsWith("tr") || !SLOW.contains(factory.kind())).toList();
        List<String> usual = kinds.stream().map(factory -> whole(factory, dataset(factory))).toList();
        Locale locale = Locale.getDefault();
        TimeZone timeZone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(language));
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            assertThat(kinds.stream().map(factory -> whole(factory, fresh(factory)))).containsExactlyElementsOf(usual);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(timeZone);
        }
    }

    @ParameterizedTest
    @MethodSource("factories")
    void batchesHaveTheFormOfTheTask(DatasetFactory<?> factory) {
        SequenceDataset dataset = dataset(factory);
        Task.Target target = dataset.target();
        assertThat(dataset.targetSlices()).allSatisfy(slice -> {
            assertThat(slice.from()).isBetween(0, slice.to() - 1);
            assertThat(slice.to()).isBetween(1, target.size());
            assertThat(dataset.slices()).doesNotContain(slice.name());
        });
        assertThat(dataset.fingerprint()).matches("[0-9a-f]{64}");
        for (Part part : Part.values()) {
            int[] indices = {dataset.size(part) - 1, 0, 0};
            SequenceBatch batch = dataset.batch(part, indices);
            assertThat(IntStream.of(indices).map(index -> dataset.length(part, index))).containsExactly(
                    batch.lengths()[0], batch.lengths()[1], batch.lengths()[2]);
            int steps = batch.maxLength();
            assertThat(dataset.inputUnits().steps()).isIn(0, steps);
            for (int index : indices) {
                assertThat(dataset.slice(part, index)).isBetween(dataset.slices().isEmpty() ? -1 : 0,
                        dataset.slices().size() - 1);
            }
            if (dataset.input() instanceof Task.Features features) {
                assertThat(batch.features()).hasSize(3 * steps * features.size());
                assertThat(dataset.inputUnits().names()).hasSize(features.size());
                assertThat(dataset.inputUnits().scale()).hasSize(features.size());
                assertThat(dataset.inputUnits().offset()).hasSize(features.size());
            } else if (dataset.input() instanceof Task.Tokens tokens) {
                assertThat(Arrays.stream(batch.tokens()).boxed().toList()).hasSize(3 * steps)
                        .allMatch(token -> token >= 0 && token < tokens.vocabulary());
                assertThat(dataset.inputUnits().names()).hasSize(tokens.vocabulary());
            }
            int targets = 3 * (target.perStep() ? steps : 1);
            if (target.classification()) {
                assertThat(Arrays.stream(batch.classes()).boxed().toList()).hasSize(targets)
                        .allMatch(k -> k >= 0 && k < target.size());
                assertThat(dataset.classNames()).hasSize(target.size());
            } else {
                assertThat(batch.values()).hasSize(targets * target.size());
            }
            assertThat(dataset.baselines()).isNotEmpty();
            for (Baseline baseline : dataset.baselines()) {
                assertThat(baseline.predict(part, indices)).hasSize(targets * target.size());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("factories")
    void anIndexOutsideThePartIsRefused(DatasetFactory<?> factory) {
        SequenceDataset dataset = dataset(factory);
        for (Part part : Part.values()) {
            for (int index : new int[] {-1, dataset.size(part)}) {
                assertThatThrownBy(() -> dataset.batch(part, new int[] {index}))
                        .isInstanceOf(IndexOutOfBoundsException.class);
                assertThatThrownBy(() -> dataset.length(part, index)).isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("factories")
    void aBatchMayBeChangedWithoutHarm(DatasetFactory<?> factory) {
        SequenceDataset dataset = dataset(factory);
        SequenceBatch batch = dataset.batch(Part.TRAIN, new int[] {3, 4});
        String before = digest(batch);
        if (batch.features() != null) {
            Arrays.fill(batch.features(), 9f);
        }
        if (batch.values() != null) {
            Arrays.fill(batch.values(), 9f);
        }
        assertThat(digest(dataset.batch(Part.TRAIN, new int[] {3, 4}))).isEqualTo(before);
    }

    /** Padding of arrays that were used before may hold anything. */
    private static SequenceBatch withoutPadding(SequenceBatch batch, Task.Target target) {
        int steps = batch.maxLength();
        for (int b = 0; b < batch.size(); b++) {
            int from = b * steps + batch.lengths()[b];
            int to = (b + 1) * steps;
            if (batch.tokens() != null) {
                Arrays.fill(batch.tokens(), from, to, 0);
            } else {
                int size = batch.features().length / steps / batch.size();
                Arrays.fill(batch.features(), from * size, to * size, 0f);
            }
            if (target.perStep()) {
                Arrays.fill(batch.classes(), from, to, 0);
                Arrays.fill(batch.weights(), from, to, 0f);
            }
        }
        return batch;
    }

    @ParameterizedTest
    @MethodSource("factories")
    void arraysOfEarlierBatchesChangeNothing(DatasetFactory<?> factory) {
        SequenceDataset dataset = dataset(factory);
        BatchArrays arrays = new BatchArrays();
        for (int i = 0; i < 12; i++) {
            int[] indices = {i, (i * 5 + 1) % 12, 11 - i};
            assertThat(digest(withoutPadding(dataset.batch(Part.TRAIN, indices, arrays), dataset.target())))
                    .isEqualTo(digest(withoutPadding(dataset.batch(Part.TRAIN, indices), dataset.target())));
        }
    }

    @Test
    void threadsMayShareADataset() {
        int batches = 50;
        List<DatasetFactory<?>> kinds = factories().filter(factory -> !SLOW.contains(factory.kind())).toList();
        List<String> alone = kinds.stream().flatMap(factory -> IntStream.range(0, batches)
                .mapToObj(i -> digest(dataset(factory).batch(Part.TRAIN, new int[] {i % 12, 5})))).toList();
        // Fresh, since some make on first use what they keep.
        List<SequenceDataset> datasets = kinds.stream().<SequenceDataset>map(factory -> fresh(factory)).toList();
        List<String> together = datasets.parallelStream().flatMap(dataset -> IntStream.range(0, batches).parallel()
                .mapToObj(i -> digest(dataset.batch(Part.TRAIN, new int[] {i % 12, 5})))).toList();
        assertThat(together).isEqualTo(alone);
    }
}
