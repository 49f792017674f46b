package dev.unroll.datasets.text;

import static com.fasterxml.jackson.annotation.JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.sequences.SequenceKeys;
import dev.unroll.datasets.split.SplitKeys;
import java.util.List;

/**
 * Parameters of {@link LanguageIdFactory}.
 *
 * @param languages at least two of the codes in {@link UnicodeNames}; default all 20
 * @param names     {@code base}: 1,966 names; {@code all}: with 2,111 derived ones (skin tones, directions, flags);
 *                  default base
 * @param text      shared by all datasets of text; default unit character
 * @param steps     shared by all datasets of separate sequences
 * @param parts     shared by all datasets of separate examples; default grouped by the picture that is named, 0.7 to
 *                  train and 0.15 to validate on
 */
public record LanguageIdSpec(
        @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> languages,
        String names,
        @JsonUnwrapped TextKeys text,
        @JsonUnwrapped SequenceKeys steps,
        @JsonUnwrapped SplitKeys parts) implements DatasetSpec {

    public LanguageIdSpec {
        languages = UnicodeNames.languages("languages", Check.orElse(languages, UnicodeNames.LANGUAGES), 2);
        names = Check.orElse(names, "base");
        Check.oneOf("names", names, "base", "all");
        text = TextKeys.complete(text, "character");
        steps = SequenceKeys.complete(steps, "none");
        parts = SplitKeys.complete(parts, 0.7, 0.15, "grouped");
    }

    LabelledTexts.Preparation preparation() {
        return new LabelledTexts.Preparation(text, steps, parts);
    }
}
