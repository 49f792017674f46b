package dev.unroll.model;

import dev.unroll.loss.Loss;

/**
 * What a model is asked to do: the form of its input, the form of its target, and the loss between target and output.
 *
 * @param input  what a step of a sequence holds
 * @param target what is to be predicted
 * @param loss   what training minimizes; must suit the target
 */
public record Task(Input input, Target target, Loss loss) {

    public Task {
        if (loss.classification() != target.classification()) {
            throw new IllegalArgumentException("the loss must suit the target; got " + loss.name() + " for a target of kind "
                    + target.kind() + "; classes take cross-entropy, values take squared, absolute, huber or quantile");
        }
    }

    /** Values that a model puts out for each target: one score per class, or one value per component (and quantile). */
    public int outputSize() {
        return target.size() * loss.outputsPerTarget();
    }

    /** What one step of a sequence holds. */
    public sealed interface Input permits Features, Tokens {
    }

    /** A vector of {@code size} real numbers at each step. */
    public record Features(int size) implements Input {
        public Features {
            if (size < 1) {
                throw new IllegalArgumentException("the number of features must be at least 1; got " + size);
            }
        }
    }

    /** One of {@code vocabulary} symbols, numbered from 0, at each step. */
    public record Tokens(int vocabulary) implements Input {
        public Tokens {
            if (vocabulary < 1) {
                throw new IllegalArgumentException("the vocabulary must hold at least 1 symbol; got " + vocabulary);
            }
        }
    }

    /**
     * What is to be predicted.
     *
     * @param size components of a value, or number of classes
     */
    public record Target(TargetKind kind, int size) {
        public Target {
            if (size < 1) {
                throw new IllegalArgumentException("the size of a target must be at least 1; got " + size);
            }
        }

        public boolean classification() {
            return kind != TargetKind.VALUE;
        }

        public boolean perStep() {
            return kind == TargetKind.CLASS_PER_STEP;
        }
    }

    /** The kinds of target. */
    public enum TargetKind {
        /** A vector of real numbers per sequence: regression, forecasting. */
        VALUE,
        /** A class per sequence. */
        CLASS,
        /** A class at each step: labelling, language modelling, recall. */
        CLASS_PER_STEP
    }
}
