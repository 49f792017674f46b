package dev.unroll.datasets.synthetic;

import java.util.ArrayList;
import java.util.List;

/** A range of whole numbers cut into pieces of nearly equal width, which name the slices of a dataset. */
public final class Ranges {

    private final int[] lowest;
    private final List<String> names;

    /**
     * @param quantity what the numbers are: {@code length}
     * @param pieces   at most so many; fewer where the range holds fewer numbers
     */
    public Ranges(String quantity, int from, int to, int pieces) {
        int count = Math.min(pieces, to - from + 1);
        lowest = new int[count];
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lowest[i] = from + (int) ((to - from + 1L) * i / count);
            int last = from + (int) ((to - from + 1L) * (i + 1) / count) - 1;
            all.add(quantity + " " + (lowest[i] == last ? "" + last : lowest[i] + "–" + last));
        }
        names = List.copyOf(all);
    }

    /** {@code length 41–132} and so on, ascending. */
    public List<String> names() {
        return names;
    }

    /** The piece that a number lies in; the nearest for a number outside. */
    public int of(int number) {
        int piece = lowest.length - 1;
        while (piece > 0 && number < lowest[piece]) {
            piece--;
        }
        return piece;
    }
}
