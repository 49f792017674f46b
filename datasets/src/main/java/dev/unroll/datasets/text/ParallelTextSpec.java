package dev.unroll.datasets.text;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.Check;
import dev.unroll.datasets.sequences.SequenceKeys;
import dev.unroll.datasets.split.SplitKeys;

/**
 * Parameters of {@link ParallelTextFactory}.
 *
 * @param path         a CSV or TSV file with a header, a pair per row; or left out where sources and targets are files
 * @param sourceColumn its column of sources; default {@code source}
 * @param targetColumn its column of targets; default {@code target}
 * @param sources      a text file with a source per line; or left out
 * @param targets      a text file with the target of each source per line; or left out
 * @param text         shared by all datasets of text, for both sides; default unit character
 * @param steps        shared by all datasets of separate sequences
 * @param parts        shared by all datasets of separate examples; default random, 0.7 to train and 0.15 to validate
 *                     on; pairs with the same source are never in two parts with split grouped
 */
public record ParallelTextSpec(String path, String sourceColumn, String targetColumn, String sources, String targets,
        @JsonUnwrapped TextKeys text, @JsonUnwrapped SequenceKeys steps, @JsonUnwrapped SplitKeys parts)
        implements DatasetSpec {

    public ParallelTextSpec {
        if ((path == null) == (sources == null) || (sources == null) != (targets == null)) {
            throw new IllegalArgumentException("path must name a file of pairs, or sources and targets one file each; "
                    + "got path " + path + ", sources " + sources + " and targets " + targets);
        }
        sourceColumn = Check.orElse(sourceColumn, "source");
        targetColumn = Check.orElse(targetColumn, "target");
        text = TextKeys.complete(text, "character");
        steps = SequenceKeys.complete(steps, "none");
        parts = SplitKeys.complete(parts, 0.7, 0.15, "random", "grouped", "ordered");
    }
}
