package dev.unroll.datasets.grammar;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.Part;
import dev.unroll.datasets.synthetic.ExampleBuffer;
import dev.unroll.datasets.synthetic.Form;
import dev.unroll.datasets.synthetic.GeneratedDataset;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Does a sentence praise or blame? It takes more than counting words: a negation turns what follows it, and of two
 * clauses that contrast the main one counts. Our own small grammar, after what Socher et al. examine in natural reviews
 * (2013, "Recursive deep models for semantic compositionality over a sentiment treebank").
 *
 * <p>{@code [d]} stands for as many words without meaning as the distance; the distance is uniform among those given,
 * the form uniform among four, the class among two, and every word among those of its sort:
 * <pre>
 *   clause      the NOUN VERB [d] ADJECTIVE               plain
 *               the NOUN VERB not [d] ADJECTIVE           negation: turns the adjective
 *   sentence    clause
 *               clause but [d] main                       contrast: main has the other sentiment, and counts
 *               although [d] clause , main
 *               main , although [d] clause
 * </pre>
 * The four forms are a plain clause, a negated one, a contrast of plain clauses, and a contrast where each clause is
 * negated with probability 1/2; a plain clause of a contrast has no [d]. With a distance of 2:
 * <pre>
 *   input    the plot felt not quite really dull
 *   class    positive
 *
 *   input    the cast was superb , although really frankly the music was bad
 *   class    positive
 * </pre>
 *
 * <p>Counting words of praise and blame is right in every plain clause, wrong in every negated one and, where it is a
 * tie, right by chance: 1/2 overall. Slices are by form and distance.
 */
public final class CompositionalSentimentDataset extends GeneratedDataset {

    private enum SentenceForm {
        PLAIN, NEGATION, CONTRAST, NEGATED_CONTRAST
    }

    private enum Conjunction {
        BUT, ALTHOUGH_FIRST, ALTHOUGH_LAST
    }

    private static final SentenceForm[] FORMS = SentenceForm.values();
    private static final Conjunction[] CONJUNCTIONS = Conjunction.values();

    private final CompositionalSentimentSpec spec;

    CompositionalSentimentDataset(CompositionalSentimentSpec spec, Randomness randomness) {
        super(Form.tokens(SentimentWords.names(), TargetKind.CLASS, List.of("negative", "positive"), 0), spec.sizes(),
                "compositional sentiment version 1, distances " + spec.distances(), randomness);
        this.spec = spec;
    }

    @Override
    protected void generate(Part part, RandomStream random, ExampleBuffer example) {
        int form = random.nextInt(FORMS.length);
        int which = random.nextInt(spec.distances().size());
        int distance = spec.distances().get(which);
        boolean positive = random.nextInt(2) == 1;
        switch (FORMS[form]) {
            case PLAIN -> clause(positive, false, distance, random, example);
            case NEGATION -> clause(positive, true, distance, random, example);
            case CONTRAST -> contrast(positive, false, distance, random, example);
            case NEGATED_CONTRAST -> contrast(positive, true, distance, random, example);
        }
        example.label(positive ? 1 : 0);
        example.slice(form * spec.distances().size() + which);
    }

    private static void contrast(boolean positive, boolean negations, int distance, RandomStream random,
            ExampleBuffer example) {
        boolean mainNegated = negations && random.nextInt(2) == 1;
        boolean otherNegated = negations && random.nextInt(2) == 1;
        switch (CONJUNCTIONS[random.nextInt(CONJUNCTIONS.length)]) {
            case BUT -> {
                clause(!positive, otherNegated, otherNegated ? distance : 0, random, example);
                SentimentWords.say(SentimentWords.BUT, example);
                SentimentWords.fill(distance, random, example);
                clause(positive, mainNegated, mainNegated ? distance : 0, random, example);
            }
            case ALTHOUGH_FIRST -> {
                SentimentWords.say(SentimentWords.ALTHOUGH, example);
                SentimentWords.fill(distance, random, example);
                clause(!positive, otherNegated, otherNegated ? distance : 0, random, example);
                SentimentWords.say(SentimentWords.COMMA, example);
                clause(positive, mainNegated, mainNegated ? distance : 0, random, example);
            }
            case ALTHOUGH_LAST -> {
                clause(positive, mainNegated, mainNegated ? distance : 0, random, example);
                SentimentWords.say(SentimentWords.COMMA, example);
                SentimentWords.say(SentimentWords.ALTHOUGH, example);
                SentimentWords.fill(distance, random, example);
                clause(!positive, otherNegated, otherNegated ? distance : 0, random, example);
            }
        }
    }

    /** @param positive what the clause as a whole says */
    private static void clause(boolean positive, boolean negated, int distance, RandomStream random,
            ExampleBuffer example) {
        SentimentWords.subject(random, example);
        if (negated) {
            SentimentWords.say(SentimentWords.NOT, example);
        }
        SentimentWords.fill(distance, random, example);
        SentimentWords.adjective(positive != negated, random, example);
    }

    @Override
    public List<String> slices() {
        List<String> names = new ArrayList<>();
        for (SentenceForm form : FORMS) {
            for (int distance : spec.distances()) {
                names.add(form.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", distance " + distance);
            }
        }
        return names;
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(new WordCount());
    }

    /** Counts the words of praise and of blame. */
    private final class WordCount implements Baseline {
        @Override
        public String name() {
            return "count of words";
        }

        @Override
        public float[] predict(Part part, int[] indices) {
            SequenceBatch batch = batch(part, indices);
            int steps = batch.maxLength();
            float[] scores = new float[2 * indices.length];
            for (int b = 0; b < indices.length; b++) {
                for (int t = 0; t < batch.lengths()[b]; t++) {
                    int polarity = SentimentWords.polarity(batch.tokens()[b * steps + t]);
                    scores[2 * b] -= Math.min(0, polarity);
                    scores[2 * b + 1] += Math.max(0, polarity);
                }
            }
            return scores;
        }
    }
}
