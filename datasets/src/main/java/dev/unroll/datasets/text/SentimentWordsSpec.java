package dev.unroll.datasets.text;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.sequences.SequenceKeys;
import dev.unroll.datasets.split.SplitKeys;

/**
 * Parameters of {@link SentimentWordsFactory}.
 *
 * @param lexicon {@code opinion}: 6,783 words, positive or negative; {@code afinn}: 2,477 words and phrases with a
 *                value from -5 to 5 to be estimated; default opinion
 * @param text    shared by all datasets of text; default unit character
 * @param steps   shared by all datasets of separate sequences
 * @param parts   shared by all datasets of separate examples; default grouped by word stem, 0.7 to train and 0.15 to
 *                validate on
 */
public record SentimentWordsSpec(
        String lexicon,
        @JsonUnwrapped TextKeys text,
        @JsonUnwrapped SequenceKeys steps,
        @JsonUnwrapped SplitKeys parts) implements DatasetSpec {

    public SentimentWordsSpec {
        lexicon = Check.orElse(lexicon, "opinion");
        Check.oneOf("lexicon", lexicon, "opinion", "afinn");
        text = TextKeys.complete(text, "character");
        steps = SequenceKeys.complete(steps, "none");
        parts = SplitKeys.complete(parts, 0.7, 0.15, "grouped", "random");
    }

    LabelledTexts.Preparation preparation() {
        return new LabelledTexts.Preparation(text, steps, parts);
    }
}
