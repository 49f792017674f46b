package dev.unroll.datasets.text;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.sequences.SequenceKeys;
import dev.unroll.datasets.split.SplitKeys;

/**
 * Parameters of {@link LabelledTextFactory}.
 *
 * @param path       the file, with a header; {@code .tsv} is separated by tabs, {@code .gz} is unpacked
 * @param textColumn the column of the texts; default {@code text}
 * @param label      the column of the labels; default {@code label}
 * @param group      the column that names the group of a text (its author), for split grouped; default none
 * @param target     {@code class}: labels are names; {@code value}: labels are numbers to be estimated; default class
 * @param text       shared by all datasets of text; default unit word
 * @param steps      shared by all datasets of separate sequences
 * @param parts      shared by all datasets of separate examples; default stratified for classes, random for values,
 *                   grouped where a group is given, 0.7 to train and 0.15 to validate on
 */
public record LabelledTextSpec(String path, String textColumn, String label, String group, String target,
        @JsonUnwrapped TextKeys text, @JsonUnwrapped SequenceKeys steps, @JsonUnwrapped SplitKeys parts)
        implements DatasetSpec {

    public LabelledTextSpec {
        if (path == null || path.isBlank()) {
            throw new IllegalArgumentException("path must name a CSV or TSV file; got none");
        }
        textColumn = Check.orElse(textColumn, "text");
        label = Check.orElse(label, "label");
        target = Check.orElse(target, "class");
        Check.oneOf("target", target, "class", "value");
        text = TextKeys.complete(text, "word");
        steps = SequenceKeys.complete(steps, "none");
        String usual = group != null ? "grouped" : target.equals("class") ? "stratified" : "random";
        parts = SplitKeys.complete(parts, 0.7, 0.15, usual, usual.equals("random") ? "ordered" : "random", "ordered");
    }
}
