package dev.unroll.datasets.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.Samples;
import dev.unroll.datasets.Samples.Sample;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompositionalSentimentDatasetTest {

    private static final List<String> PRAISE = List.of("good", "superb", "witty", "moving", "clever", "lovely",
            "charming", "gripping");
    private static final List<String> BLAME = List.of("bad", "awful", "dull", "clumsy", "boring", "weak", "tedious",
            "shallow");

    private static final String FILLER =
            "(really|quite|frankly|simply|rather|somehow|perhaps|clearly|honestly|indeed|overall|certainly)";

    /** What a sentence says, by taking it apart as text. */
    private static boolean positive(String sentence) {
        Matcher but = Pattern.compile("(.*) but (.*)").matcher(sentence);
        Matcher first = Pattern.compile("although (.*) , (.*)").matcher(sentence);
        Matcher last = Pattern.compile("(.*) , although (.*)").matcher(sentence);
        String main = sentence;
        String other = null;
        if (but.matches()) {
            main = but.group(2);
            other = but.group(1);
        } else if (first.matches()) {
            main = first.group(2);
            other = first.group(1);
        } else if (last.matches()) {
            main = last.group(1);
            other = last.group(2);
        }
        assertThat(other == null || clause(other) != clause(main)).as(sentence).isTrue();
        return clause(main);
    }

    private static boolean clause(String clause) {
        List<String> words = List.of(clause.split(" "));
        String adjective = words.get(words.size() - 1);
        assertThat(PRAISE.contains(adjective) || BLAME.contains(adjective)).as(clause).isTrue();
        return PRAISE.contains(adjective) != words.contains("not");
    }

    private static String sentence(SequenceDataset dataset, Sample sample) {
        return Arrays.stream(sample.tokens()).mapToObj(token -> dataset.inputUnits().names().get(token))
                .collect(Collectors.joining(" "));
    }

    @Test
    void theWorkedExamplesArePositive() {
        assertThat(positive("the plot felt not quite really dull")).isTrue();
        assertThat(positive("the cast was superb , although really frankly the music was bad")).isTrue();
    }

    @Test
    void theClassIsWhatTheSentenceSaysAndTheSliceItsForm() {
        SequenceDataset dataset = Samples.dataset(new CompositionalSentimentFactory(), "{'distances': [0, 3]}");
        int[] slices = new int[8];
        int positives = 0;
        for (Sample sample : Samples.of(dataset, Part.TRAIN, 8_000)) {
            String sentence = sentence(dataset, sample);
            assertThat(sample.label() == 1).as(sentence).isEqualTo(positive(sentence));
            String slice = dataset.slices().get(sample.slice());
            boolean contrast = sentence.contains("but") || sentence.contains("although");
            assertThat(slice.contains("contrast")).isEqualTo(contrast);
            if (!slice.startsWith("negated")) {
                assertThat(slice.startsWith("negation")).isEqualTo(sentence.contains("not"));
            }
            if (slice.endsWith("0")) {
                assertThat(sentence).doesNotContainPattern(FILLER);
            } else if (contrast || slice.startsWith("negation")) {
                assertThat(sentence).containsPattern("(not|but|although)( " + FILLER + "){3} ");
            }
            slices[sample.slice()]++;
            positives += sample.label();
        }
        for (int count : slices) {
            assertThat(count / 8_000.0).isCloseTo(1 / 8.0, within(Samples.spread(1 / 8.0, 8_000)));
        }
        assertThat(positives / 8_000.0).isCloseTo(0.5, within(Samples.spread(0.5, 8_000)));
        assertThat(dataset.slices()).startsWith("plain, distance 0", "plain, distance 3", "negation, distance 0")
                .endsWith("negated contrast, distance 3");
    }

    @Test
    void countingWordsIsRightHalfOfTheTime() {
        SequenceDataset dataset = Samples.dataset(new CompositionalSentimentFactory(), "{}");
        assertThat(Samples.baselineAccuracy(dataset, Part.TEST, 4_000)).isCloseTo(0.5, within(0.04));
        int[] plain = new int[2];
        int[] negated = new int[2];
        float[] votes = dataset.baselines().get(0).predict(Part.TEST, IntStream.range(0, 1_000).toArray());
        List<Sample> samples = Samples.of(dataset, Part.TEST, 1_000);
        for (int i = 0; i < 1_000; i++) {
            Sample sample = samples.get(i);
            int right = votes[2 * i + sample.label()] > votes[2 * i + 1 - sample.label()] ? 1 : 0;
            String slice = dataset.slices().get(sample.slice());
            if (slice.startsWith("plain")) {
                plain[right]++;
            } else if (slice.startsWith("negation")) {
                negated[right]++;
            }
        }
        assertThat(plain[0]).isZero();
        assertThat(negated[1]).isZero();
    }

    @Test
    void longSentencesAreOfOnePartOnly() {
        SequenceDataset dataset = Samples.dataset(new CompositionalSentimentFactory(), "{'distances': 16}");
        Set<String> sentences = new HashSet<>();
        for (Part part : Part.values()) {
            Samples.of(dataset, part, 1_000).forEach(sample -> sentences.add(sentence(dataset, sample)));
        }
        assertThat(sentences).hasSize(3_000);
    }
}
