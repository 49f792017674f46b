package dev.unroll.model;

/** What a batch must hold for a task, whatever computes it. */
public final class BatchRequirements {

    private BatchRequirements() {
    }

    /** @throws IllegalArgumentException unless the batch holds the task's input, every token within the vocabulary */
    public static void requireInput(Task task, SequenceBatch batch) {
        int steps = batch.size() * batch.maxLength();
        if (task.input() instanceof Task.Features features) {
            require(batch.features() != null, "features", "tokens");
            requireLength("features", batch.features().length, steps * features.size());
        } else {
            require(batch.tokens() != null, "tokens", "features");
            requireLength("tokens", batch.tokens().length, steps);
            requireKnownTokens(batch, ((Task.Tokens) task.input()).vocabulary());
        }
    }

    private static void requireKnownTokens(SequenceBatch batch, int vocabulary) {
        int maxLength = batch.maxLength();
        for (int b = 0; b < batch.size(); b++) {
            for (int t = 0; t < batch.lengths()[b]; t++) {
                int token = batch.tokens()[b * maxLength + t];
                if (token < 0 || token >= vocabulary) {
                    throw new IllegalArgumentException("every token must be from 0 to " + (vocabulary - 1) + "; got "
                            + token + " at step " + t + " of sequence " + b);
                }
            }
        }
    }

    /** @throws IllegalArgumentException unless the batch holds the task's targets */
    public static void requireTargets(Task task, SequenceBatch batch) {
        int targets = task.target().perStep() ? batch.size() * batch.maxLength() : batch.size();
        if (task.target().classification()) {
            require(batch.classes() != null, "target classes", "target values");
            requireLength("target classes", batch.classes().length, targets);
        } else {
            require(batch.values() != null, "target values", "target classes");
            requireLength("target values", batch.values().length, targets * task.target().size());
        }
        if (batch.weights() != null) {
            requireLength("weights", batch.weights().length, targets);
        }
    }

    private static void require(boolean present, String needed, String other) {
        if (!present) {
            throw new IllegalArgumentException("a batch for this task must hold " + needed + "; it holds none (" + other
                    + " are for other tasks)");
        }
    }

    private static void requireLength(String what, int length, int needed) {
        if (length < needed) {
            throw new IllegalArgumentException("the batch must hold " + needed + " " + what + "; got " + length);
        }
    }
}
