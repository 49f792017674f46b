package dev.unroll.datasets.sequences;

import dev.unroll.datasets.store.Spool;
import java.util.Arrays;
import java.util.List;

/** Sequences of tokens that were read once: the tokens in a {@link Spool}, 8 bytes per sequence in memory. */
public final class StoredTokens implements TokenInputs {

    private final List<String> vocabulary;
    private final Spool spool;
    private long[] starts = new long[16];
    private int size;

    public StoredTokens(List<String> vocabulary) {
        this.vocabulary = List.copyOf(vocabulary);
        this.spool = new Spool(vocabulary.size() <= 256 ? Spool.Form.BYTE : Spool.Form.INT);
    }

    /** Appends a sequence, which must have a token. */
    public void add(int[] tokens) {
        if (tokens.length == 0) {
            throw new IllegalStateException("a sequence must have at least one token");
        }
        for (int token : tokens) {
            spool.append(token);
        }
        if (size + 1 == starts.length) {
            starts = Arrays.copyOf(starts, starts.length * 2);
        }
        starts[++size] = spool.size();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int length(int example) {
        return (int) (starts[example + 1] - starts[example]);
    }

    @Override
    public List<String> vocabulary() {
        return vocabulary;
    }

    @Override
    public void read(int example, int from, int steps, int[] into, int at) {
        spool.read(starts[example] + from, steps, into, at);
    }
}
