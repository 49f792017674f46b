package dev.unroll.datasets.grammar;

import dev.unroll.datasets.synthetic.ExampleBuffer;
import dev.unroll.random.RandomStream;
import java.util.ArrayList;
import java.util.List;

/** The words of {@link CompositionalSentimentDataset}, numbered in this order. */
final class SentimentWords {

    static final String COMMA = ",";
    static final String NOT = "not";
    static final String BUT = "but";
    static final String ALTHOUGH = "although";

    private static final List<String> GRAMMATICAL = List.of("the", COMMA, NOT, BUT, ALTHOUGH);
    private static final List<String> NOUNS = List.of("film", "plot", "cast", "music", "script", "ending", "pacing",
            "dialogue");
    private static final List<String> VERBS = List.of("was", "seemed", "felt");
    private static final List<String> POSITIVE = List.of("good", "superb", "witty", "moving", "clever", "lovely",
            "charming", "gripping");
    private static final List<String> NEGATIVE = List.of("bad", "awful", "dull", "clumsy", "boring", "weak", "tedious",
            "shallow");
    private static final List<String> FILLERS = List.of("really", "quite", "frankly", "simply", "rather", "somehow",
            "perhaps", "clearly", "honestly", "indeed", "overall", "certainly");
    private static final List<String> ALL = all();

    private SentimentWords() {
    }

    private static List<String> all() {
        List<String> all = new ArrayList<>();
        List.of(GRAMMATICAL, NOUNS, VERBS, POSITIVE, NEGATIVE, FILLERS).forEach(all::addAll);
        return List.copyOf(all);
    }

    static List<String> names() {
        return ALL;
    }

    /** +1 for a word that praises, -1 for one that blames, else 0. */
    static int polarity(int word) {
        return POSITIVE.contains(ALL.get(word)) ? 1 : NEGATIVE.contains(ALL.get(word)) ? -1 : 0;
    }

    /** Appends a grammatical word. */
    static void say(String word, ExampleBuffer example) {
        example.token(GRAMMATICAL.indexOf(word));
    }

    /** Appends words without meaning. */
    static void fill(int count, RandomStream random, ExampleBuffer example) {
        int first = ALL.size() - FILLERS.size();
        for (int i = 0; i < count; i++) {
            example.token(first + random.nextInt(FILLERS.size()));
        }
    }

    /** Appends {@code the NOUN VERB}. */
    static void subject(RandomStream random, ExampleBuffer example) {
        say("the", example);
        example.token(GRAMMATICAL.size() + random.nextInt(NOUNS.size()));
        example.token(GRAMMATICAL.size() + NOUNS.size() + random.nextInt(VERBS.size()));
    }

    /** Appends an adjective. */
    static void adjective(boolean positive, RandomStream random, ExampleBuffer example) {
        int first = GRAMMATICAL.size() + NOUNS.size() + VERBS.size();
        example.token(positive ? first + random.nextInt(POSITIVE.size())
                : first + POSITIVE.size() + random.nextInt(NEGATIVE.size()));
    }
}
