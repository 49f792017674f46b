package dev.unroll.datasets.audio;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.datasets.sequences.SequenceKeys;
import dev.unroll.datasets.split.SplitKeys;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Parameters of {@link WavFactory}.
 *
 * @param folder a folder with a folder for every class, which holds WAV files
 * @param group  a regular expression whose first parentheses take the group (the speaker) out of a file's name, such as
 *               {@code ^([^_]+)_}, for split grouped; default none
 * @param mel    how sound becomes features; default 13 mel-frequency cepstra
 * @param steps  shared by all datasets of separate sequences; scaling default standard
 * @param parts  shared by all datasets of separate examples; default stratified, or grouped where a group is given, 0.7
 *               to train and 0.15 to validate on
 */
public record WavSpec(String folder, String group, @JsonUnwrapped MelSpec mel, @JsonUnwrapped SequenceKeys steps,
        @JsonUnwrapped SplitKeys parts) implements DatasetSpec {

    public WavSpec {
        if (folder == null || folder.isBlank()) {
            throw new IllegalArgumentException("folder must name a folder with a folder of WAV files for every class; "
                    + "got none");
        }
        if (group != null) {
            try {
                if (Pattern.compile(group).matcher("").groupCount() < 1) {
                    throw new IllegalArgumentException("group must have parentheses around what names the group; got "
                            + group);
                }
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("group must be a regular expression; got " + group + ", which is "
                        + "not: " + e.getDescription(), e);
            }
        }
        mel = mel == null ? MelSpec.standard() : mel;
        steps = SequenceKeys.complete(steps, "standard");
        parts = SplitKeys.complete(parts, 0.7, 0.15, group == null ? "stratified" : "grouped",
                group == null ? "random" : "stratified");
    }
}
