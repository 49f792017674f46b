package dev.unroll.datasets.text;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.sequences.SequenceKeys;
import dev.unroll.datasets.split.SplitKeys;
import java.util.List;

/**
 * Parameters of {@link NameTranslationFactory}.
 *
 * @param from  language of the source, one of the codes in {@link UnicodeNames}; default {@code en}
 * @param to    language of the target; default {@code de}
 * @param names {@code base}: 1,966 names; {@code all}: with 2,111 derived ones (skin tones, directions, flags);
 *              default all
 * @param text  shared by all datasets of text; default unit character
 * @param steps shared by all datasets of separate sequences
 * @param parts shared by all datasets of separate examples; default grouped by the picture that is named, 0.7 to
 *              train and 0.15 to validate on
 */
public record NameTranslationSpec(
        String from,
        String to,
        String names,
        @JsonUnwrapped TextKeys text,
        @JsonUnwrapped SequenceKeys steps,
        @JsonUnwrapped SplitKeys parts) implements DatasetSpec {

    public NameTranslationSpec {
        from = UnicodeNames.languages("from", List.of(Check.orElse(from, "en")), 1).get(0);
        to = UnicodeNames.languages("to", List.of(Check.orElse(to, "de")), 1).get(0);
        names = Check.orElse(names, "all");
        Check.oneOf("names", names, "base", "all");
        text = TextKeys.complete(text, "character");
        steps = SequenceKeys.complete(steps, "none");
        parts = SplitKeys.complete(parts, 0.7, 0.15, "grouped");
    }
}
