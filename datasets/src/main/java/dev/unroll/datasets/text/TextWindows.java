package dev.unroll.datasets.text;

import dev.unroll.datasets.sequences.Targets;
import dev.unroll.datasets.sequences.TokenInputs;
import dev.unroll.datasets.store.Spool;
import java.util.Arrays;
import java.util.List;

/**
 * Windows of a running text, each token to be predicted from those before it. With window 4, the first two examples of
 * {@code abcdefghi} are:
 * <pre>
 *   input   a b c d    e f g h
 *   class   b c d e    f g h i
 * </pre>
 */
final class TextWindows implements TokenInputs, Targets.Steps {

    private final List<String> vocabulary;
    private final int window;
    private final Spool tokens;
    private long[] starts = new long[16];
    private int[] lengths = new int[16];
    private int size;

    TextWindows(List<String> vocabulary, int window) {
        this.vocabulary = vocabulary;
        this.window = window;
        this.tokens = new Spool(vocabulary.size() <= 256 ? Spool.Form.BYTE : Spool.Form.INT);
    }

    /** Appends a part of the text and returns the number of its windows, the last of which may be shorter. */
    int add(Texts pieces, Tokenizer tokenizer, int stride) {
        long from = tokens.size();
        pieces.each((index, text) -> {
            for (int token : tokenizer.encode(text)) {
                tokens.append(token);
            }
        });
        int before = size;
        for (long start = from; start + 1 < tokens.size(); start += stride) {
            if (size == starts.length) {
                starts = Arrays.copyOf(starts, 2 * size);
                lengths = Arrays.copyOf(lengths, 2 * size);
            }
            starts[size] = start;
            lengths[size++] = (int) Math.min(window, tokens.size() - 1 - start);
        }
        return size - before;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int length(int example) {
        return lengths[example];
    }

    @Override
    public List<String> vocabulary() {
        return vocabulary;
    }

    @Override
    public List<String> names() {
        return vocabulary;
    }

    @Override
    public void read(int example, int from, int steps, int[] into, int at) {
        tokens.read(starts[example] + from, steps, into, at);
    }

    @Override
    public void read(int example, int from, int steps, int[] classes, float[] weights, int at) {
        tokens.read(starts[example] + from + 1, steps, classes, at);
        Arrays.fill(weights, at, at + steps, 1f);
    }
}
