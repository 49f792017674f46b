package dev.unroll.datasets;

import dev.unroll.dataset.TargetSlice;
import java.util.ArrayList;
import java.util.List;

/** The steps of a forecast, which grows harder from each to the next. */
public final class Horizon {

    private static final int MOST_SLICES = 4;

    private Horizon() {
    }

    /**
     * Slices of nearly equal width that scores are reported for, four or one for each step; none if there is only one.
     *
     * @param perStep components of the target at each step, which come step by step
     */
    public static List<TargetSlice> slices(int steps, int perStep) {
        List<TargetSlice> slices = new ArrayList<>();
        int count = Math.min(steps, MOST_SLICES);
        for (int i = 0; i < count && count > 1; i++) {
            int from = (int) ((long) steps * i / count);
            int to = (int) ((long) steps * (i + 1) / count);
            slices.add(new TargetSlice(to - from == 1 ? "step " + to + " ahead"
                    : "steps " + (from + 1) + "–" + to + " ahead", from * perStep, to * perStep));
        }
        return List.copyOf(slices);
    }
}
