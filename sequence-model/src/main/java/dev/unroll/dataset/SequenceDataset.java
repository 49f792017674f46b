package dev.unroll.dataset;

import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task.Input;
import dev.unroll.model.Task.Target;
import java.util.List;
import java.util.Optional;

/**
 * Examples of one task in three parts, disjoint but for {@link #validationIsTest}. An example is found by its index in
 * its part, and the same index always gives the same example, so any order of batches can be
 * reproduced. Immutable and safe to share between threads.
 */
public interface SequenceDataset {

    Input input();

    Target target();

    /** Number of examples in a part, at least 1. */
    int size(Part part);

    /**
     * Whether the validation part holds the very examples of the test part, as where a tutorial splits a series in two.
     * Nothing may be chosen on it then: the harness refuses early stopping and keeping the best weights.
     */
    default boolean validationIsTest() {
        return false;
    }

    /** Steps of an example. To be overridden where it is known without making the example. */
    default int length(Part part, int index) {
        return batch(part, new int[] {index}).lengths()[0];
    }

    /**
     * The examples of these indices, in this order, with their targets.
     *
     * @param indices each from 0 to {@code size(part) - 1}; may repeat
     */
    SequenceBatch batch(Part part, int[] indices);

    /**
     * The same without fresh memory, where the dataset can.
     *
     * @param arrays may be written to: then what an earlier call with them returned is overwritten, and padding holds
     *               anything
     */
    default SequenceBatch batch(Part part, int[] indices, BatchArrays arrays) {
        return batch(part, indices);
    }

    /**
     * Predictors that need no learning (the mean, the majority class, the last value), which every score is printed
     * beside. At least one.
     */
    List<Baseline> baselines();

    /** How targets relate to the data's own units; empty if they are in them, or are classes. */
    Optional<TargetUnits> units();

    /** How input in the data's own units becomes what a model sees; lets a trained model take a user's own sequences. */
    InputUnits inputUnits();

    /** Names of the classes in order, or empty if they have none or targets are values. */
    default List<String> classNames() {
        return List.of();
    }

    /**
     * Names of the groups that scores are reported for beside the whole, such as ranges of length, lag or depth, from
     * easy to hard; empty if examples are not grouped.
     */
    default List<String> slices() {
        return List.of();
    }

    /**
     * The group of an example.
     *
     * @return an index into {@link #slices}, or -1 if the example is in none
     */
    default int slice(Part part, int index) {
        return -1;
    }

    /**
     * Groups of neighbouring components of a value target that scores are reported for likewise, such as the steps of a
     * horizon, from easy to hard; empty if components are not grouped. No name is one of {@link #slices}.
     */
    default List<TargetSlice> targetSlices() {
        return List.of();
    }

    /** How far a forecast holds, where targets are a stretch of a chaotic trajectory; empty elsewhere. */
    default Optional<ValidTime> validTime() {
        return Optional.empty();
    }

    /**
     * SHA-256, in hexadecimal, of what the examples are made from: of the file, or of the generator's name, version and
     * parameters.
     */
    String fingerprint();
}
