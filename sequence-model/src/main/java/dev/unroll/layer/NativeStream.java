package dev.unroll.layer;

import dev.unroll.model.SequenceStream;
import dev.unroll.model.Task;

/** The parts of a native model at work step by step. They are this stream's own. */
final class NativeStream implements SequenceStream {

    private final Task.Input form;
    private final int batchSize;
    private final InputEncoder input;
    private final EncoderStream encoder;
    private final HeadStream head;

    NativeStream(Task.Input form, int batchSize, InputEncoder input, SequenceEncoder encoder, Head head) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("a stream must be of at least one sequence; got " + batchSize);
        }
        this.form = form;
        this.batchSize = batchSize;
        this.input = input;
        this.encoder = encoder.stream(batchSize);
        this.head = head.stream(batchSize);
        input.pack();
    }

    @Override
    public int batchSize() {
        return batchSize;
    }

    @Override
    public float[] step(float[] features) {
        if (!(form instanceof Task.Features expected)) {
            throw new IllegalArgumentException("a step of this model must be tokens; got features");
        }
        requireLength("features", features.length, batchSize * expected.size());
        return head.step(encoder.step(input.step(batchSize, features, null)));
    }

    @Override
    public float[] step(int[] tokens) {
        if (!(form instanceof Task.Tokens expected)) {
            throw new IllegalArgumentException("a step of this model must be features; got tokens");
        }
        requireLength("tokens", tokens.length, batchSize);
        for (int b = 0; b < batchSize; b++) {
            if (tokens[b] < 0 || tokens[b] >= expected.vocabulary()) {
                throw new IllegalArgumentException("every token must be from 0 to " + (expected.vocabulary() - 1) + "; got "
                        + tokens[b] + " for sequence " + b);
            }
        }
        return head.step(encoder.step(input.step(batchSize, null, tokens)));
    }

    private void requireLength(String what, int length, int needed) {
        if (length < needed) {
            throw new IllegalArgumentException("a step of " + batchSize + " sequences must hold " + needed + " " + what
                    + "; got " + length);
        }
    }

    @Override
    public void restart(int sequence) {
        encoder.restart(sequence);
        head.restart(sequence);
    }
}
