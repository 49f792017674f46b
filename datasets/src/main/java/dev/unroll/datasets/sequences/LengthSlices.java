package dev.unroll.datasets.sequences;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Three ranges of length that hold about a third of the training examples each, from short to long, which scores are
 * reported for. Fewer where many examples share a length; none where all have about the same.
 */
final class LengthSlices {

    private static final int PIECES = 3;

    private final int[] longest;
    private final List<String> names;

    /**
     * @param what    a length counts: {@code steps}
     * @param lengths of training examples, at least one; sorted here
     */
    LengthSlices(String what, int[] lengths) {
        Arrays.sort(lengths);
        int last = lengths.length - 1;
        // The longest of each piece but the last, which is open: a test example may be longer than all.
        longest = Arrays.stream(new int[] {lengths[last / PIECES], lengths[2 * last / PIECES]})
                .filter(length -> length < lengths[last]).distinct().toArray();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < longest.length; i++) {
            all.add(i == 0 ? "up to " + longest[i] + " " + what
                    : longest[i - 1] + 1 == longest[i] ? longest[i] + " " + what
                            : longest[i - 1] + 1 + "–" + longest[i] + " " + what);
        }
        if (longest.length > 0) {
            all.add(longest[longest.length - 1] + 1 + " or more " + what);
        }
        names = List.copyOf(all);
    }

    List<String> names() {
        return names;
    }

    /** The range that a length lies in, or -1 if there is none. */
    int of(int length) {
        int piece = 0;
        while (piece < longest.length && length > longest[piece]) {
            piece++;
        }
        return longest.length == 0 ? -1 : piece;
    }
}
