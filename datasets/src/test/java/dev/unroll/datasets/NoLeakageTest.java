package dev.unroll.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.labelled.JsonLinesFactory;
import dev.unroll.datasets.labelled.SequencesCsvFactory;
import dev.unroll.datasets.series.CsvFactory;
import dev.unroll.datasets.text.TextFactory;
import dev.unroll.model.SequenceBatch;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A marker is planted in the future; it must be found nowhere in the past. */
class NoLeakageTest {

    private static final int ROWS = 120;

    @TempDir
    private Path folder;

    private static <S extends DatasetSpec> SequenceDataset make(DatasetFactory<S> factory, String json) {
        try {
            return factory.create(new ObjectMapper().readValue(json.replace('\'', '"'), factory.specType()),
                    Randomness.of(3, Purpose.SPLITTING));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A table of days with a gap in either part, in which everything from a row on is changed beyond recognition. */
    private SequenceDataset series(int markedFrom, String keys) {
        StringBuilder csv = new StringBuilder("date,v,w\n");
        for (int i = 0; i < ROWS; i++) {
            boolean marked = i >= markedFrom;
            boolean missing = i == 20 || i == 21 || i == 83 || i == 84 || i == 95 || i == 107;
            String value = missing ? "" : marked ? Integer.toString(-1_000_000 * (1 + i % 3)) : Integer.toString(
                    50 + 7 * i % 23 + i / 4);
            if (i != 40 && i != 96) {
                csv.append(LocalDate.of(2024, 1, 1).plusDays(i)).append(',').append(value).append(',')
                        .append(marked ? 9_999_999 : i % 7).append('\n');
            }
        }
        try {
            Path file = Files.writeString(folder.resolve("t.csv"), csv);
            return make(new CsvFactory(), "{'path': '" + file.toString().replace('\\', '/')
                    + "', 'targets': 'v', 'inputs': ['v', 'w'], 'date': 'date', 'window': 5, " + keys + "}");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> examples(SequenceDataset data, Part part, boolean withTargets) {
        List<String> examples = new ArrayList<>();
        for (int i = 0; i < data.size(part); i++) {
            SequenceBatch batch = data.batch(part, new int[] {i});
            StringBuilder text = new StringBuilder(Arrays.toString(batch.features()));
            if (withTargets) {
                text.append(Arrays.toString(batch.values()));
            }
            for (Baseline baseline : data.baselines()) {
                text.append(Arrays.toString(baseline.predict(part, new int[] {i})));
            }
            examples.add(text.toString());
        }
        return examples;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "'missing': 'forward-fill', 'season': 7", "'missing': 'interpolate', 'season': 7",
        "'missing': 'mean', 'scaling': 'robust'", "'missing': 'drop', 'scaling': 'min-max', 'frequency': 'none'",
        "'missing': 'interpolate', 'differences': true, 'horizon': 3",
        "'missing': 'forward-fill', 'origins': 3, 'origin': 2, 'dataFraction': 0.5"})
    void nothingOfTheFutureReachesThePast(String keys) {
        SequenceDataset plain = series(ROWS, keys);
        int changed = 0;
        // Rows that are present and, for every key below, a target of the test part or behind it.
        for (int from : new int[] {104, 105, 110, 112, 117}) {
            SequenceDataset marked = series(from, keys);
            List<String> before = examples(plain, Part.TEST, true);
            List<String> after = examples(marked, Part.TEST, true);
            assertThat(marked.units()).usingRecursiveComparison().isEqualTo(plain.units());
            assertThat(marked.inputUnits()).usingRecursiveComparison().isEqualTo(plain.inputUnits());
            assertThat(examples(marked, Part.TRAIN, true)).isEqualTo(examples(plain, Part.TRAIN, true));
            // Examples come in order of time: once one may differ, all before it must not have.
            int first = 0;
            while (first < before.size() && before.get(first).equals(after.get(first))) {
                first++;
            }
            changed += before.size() - first;
            List<String> inputsBefore = examples(plain, Part.TEST, false);
            List<String> inputsAfter = examples(marked, Part.TEST, false);
            if (first < before.size()) {
                // The first to differ does so in its target alone: what it sees and what is forecast for it is old.
                assertThat(inputsAfter.get(first)).isEqualTo(inputsBefore.get(first));
            }
        }
        assertThat(changed).as("the marker must be found in the future, or this test proves nothing").isPositive();
    }

    @Test
    void whatIsKnownInAdvanceIsSeenAsFarAsTheHorizonAndNoFarther() {
        String keys = "'missing': 'forward-fill', 'future': 'w', 'horizon': 2";
        SequenceDataset plain = series(ROWS, keys);
        SequenceDataset marked = series(110, keys);
        List<String> before = examples(plain, Part.TEST, false);
        List<String> after = examples(marked, Part.TEST, false);
        int first = 0;
        while (first < before.size() && before.get(first).equals(after.get(first))) {
            first++;
        }
        int firstTarget = 0;
        List<String> targetsBefore = examples(plain, Part.TEST, true);
        List<String> targetsAfter = examples(marked, Part.TEST, true);
        while (targetsBefore.get(firstTarget).equals(targetsAfter.get(firstTarget))) {
            firstTarget++;
        }
        assertThat(first).isEqualTo(firstTarget).isPositive();
    }

    @Test
    void nothingIsFittedOnValidationOrTest() throws IOException {
        String[] test = new String[2];
        for (int variant = 0; variant < 2; variant++) {
            StringBuilder csv = new StringBuilder("label,a,b,c\n");
            for (int i = 0; i < 40; i++) {
                double value = i >= 28 && variant == 1 ? 1e6 : i;
                csv.append(i >= 28 && variant == 1 || i % 2 == 0 ? "x" : "y").append(',').append(value).append(',')
                        .append(value / 2).append(",1\n");
            }
            Path file = Files.writeString(folder.resolve("s.csv"), csv);
            SequenceDataset data = make(new SequencesCsvFactory(), "{'path': '" + file.toString().replace('\\', '/')
                    + "', 'split': 'ordered', 'classWeights': 'balanced', 'scaling': 'standard'}");
            int[] all = IntStream.range(0, data.size(Part.TRAIN)).toArray();
            SequenceBatch batch = data.batch(Part.TRAIN, all);
            test[variant] = Arrays.toString(batch.features()) + Arrays.toString(batch.weights())
                    + Arrays.toString(data.baselines().get(0).predict(Part.TRAIN, new int[] {0}))
                    + Arrays.toString(data.inputUnits().scale());
        }
        assertThat(test[1]).isEqualTo(test[0]);
    }

    @ParameterizedTest
    @CsvSource({"character", "word", "bpe"})
    void noSymbolOfTheTestTextIsLearned(String unit) throws IOException {
        Path file = Files.writeString(folder.resolve("t.txt"), "the cat sat on the mat and the dog ".repeat(40)
                + "žigžag žigžag žigžag ".repeat(8));
        SequenceDataset data = make(new TextFactory(), "{'path': '" + file.toString().replace('\\', '/')
                + "', 'unit': '" + unit + "', 'window': 16, 'trainFraction': 0.7, 'validationFraction': 0.1}");
        assertThat(data.inputUnits().names()).noneMatch(name -> name.contains("ž")).contains("<unknown>");
        SequenceBatch last = data.batch(Part.TEST, new int[] {data.size(Part.TEST) - 1});
        assertThat(last.tokens()).contains(data.inputUnits().names().indexOf("<unknown>"));
    }

    @Test
    void noSymbolOfATestLineIsLearned() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            lines.append("{\"input\": \"").append(i < 34 ? "plain" : "Ω").append("\", \"label\": ").append(i % 2)
                    .append("}\n");
        }
        Path file = Files.writeString(folder.resolve("t.jsonl"), lines);
        SequenceDataset data = make(new JsonLinesFactory(), "{'path': '" + file.toString().replace('\\', '/')
                + "', 'split': 'ordered'}");
        assertThat(data.inputUnits().names()).doesNotContain("Ω").contains("<unknown>", "p");
    }
}
