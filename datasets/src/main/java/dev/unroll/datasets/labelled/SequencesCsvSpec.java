package dev.unroll.datasets.labelled;

import static com.fasterxml.jackson.annotation.JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.sequences.SequenceKeys;
import dev.unroll.datasets.split.SplitKeys;
import java.util.List;

/**
 * Parameters of {@link SequencesCsvFactory}.
 *
 * @param path     the file, with a header; {@code .tsv} is separated by tabs, {@code .gz} is unpacked
 * @param sequence the column that names the sequence of a row, in long form: rows of one sequence stand together, in
 *                 order; default none: a row is a sequence of one feature, its inputs the steps (wide form)
 * @param inputs   the columns that a model sees; default all that no other key names
 * @param label    the column of the label
 * @param perStep  whether every row has a label of its own, not every sequence; default {@code false}
 * @param target   {@code class}: labels are names; {@code value}: labels are numbers to be estimated; default class
 * @param unit     unit of values, for reports; default none
 * @param group    the column that names the group of a sequence, for split grouped; default none
 * @param steps    shared by all datasets of separate sequences; scaling default standard
 * @param parts    shared by all datasets of separate examples; default random, or grouped where a group is given, 0.7
 *                 to train and 0.15 to validate on
 */
public record SequencesCsvSpec(String path, String sequence,
        @JsonFormat(with = ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> inputs,
        String label, Boolean perStep, String target, String unit, String group, @JsonUnwrapped SequenceKeys steps,
        @JsonUnwrapped SplitKeys parts) implements DatasetSpec {

    public SequencesCsvSpec {
        if (path == null || path.isBlank()) {
            throw new IllegalArgumentException("path must name a CSV file; got none");
        }
        inputs = inputs == null ? List.of() : List.copyOf(inputs);
        label = Check.orElse(label, "label");
        perStep = Check.orElse(perStep, false);
        target = Check.orElse(target, "class");
        Check.oneOf("target", target, "class", "value");
        if (perStep && (sequence == null || target.equals("value"))) {
            throw new IllegalArgumentException("perStep must be false unless a sequence column is given and the target "
                    + "is class; got true with sequence " + sequence + " and target " + target);
        }
        unit = Check.orElse(unit, "");
        steps = SequenceKeys.complete(steps, "standard");
        parts = SplitKeys.complete(parts, 0.7, 0.15, group == null ? "random" : "grouped",
                group == null ? "stratified" : "random", "ordered");
    }
}
