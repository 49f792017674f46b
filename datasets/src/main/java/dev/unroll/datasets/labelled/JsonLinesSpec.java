package dev.unroll.datasets.labelled;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.sequences.SequenceKeys;
import dev.unroll.datasets.split.SplitKeys;
import dev.unroll.datasets.text.TextKeys;

/**
 * Parameters of {@link JsonLinesFactory}.
 *
 * @param path   the file: one JSON object per line
 * @param input  the member that holds the sequence: a text, an array of symbols (texts or whole numbers), or an array
 *               of numbers or of arrays of numbers, a step each; default {@code input}
 * @param label  the member that holds the label: a text or number, or an array of them for every step; default
 *               {@code label}
 * @param group  the member that names the group of an example, for split grouped; default none
 * @param target {@code class}: labels are names; {@code value}: labels are numbers to be estimated; default class
 * @param tokens whether an array of whole numbers is one of symbols, not of values; default {@code false}
 * @param text   shared by all datasets of text; default unit character
 * @param steps  shared by all datasets of separate sequences; scaling default standard
 * @param parts  shared by all datasets of separate examples; default random, or grouped where a group is given, 0.7 to
 *               train and 0.15 to validate on
 */
public record JsonLinesSpec(String path, String input, String label, String group, String target, Boolean tokens,
        @JsonUnwrapped TextKeys text, @JsonUnwrapped SequenceKeys steps, @JsonUnwrapped SplitKeys parts)
        implements DatasetSpec {

    public JsonLinesSpec {
        if (path == null || path.isBlank()) {
            throw new IllegalArgumentException("path must name a file of JSON Lines; got none");
        }
        input = Check.orElse(input, "input");
        label = Check.orElse(label, "label");
        target = Check.orElse(target, "class");
        Check.oneOf("target", target, "class", "value");
        tokens = Check.orElse(tokens, false);
        text = TextKeys.complete(text, "character");
        steps = SequenceKeys.complete(steps, "standard");
        parts = SplitKeys.complete(parts, 0.7, 0.15, group == null ? "random" : "grouped",
                group == null ? "stratified" : "random", "ordered");
    }
}
