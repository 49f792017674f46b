package dev.unroll.run;

import java.util.HashMap;
import java.util.Map;

/**
 * What trials are expected to take: what others of the same model on the same dataset took, or, while none has finished,
 * as much for its work as all that have.
 */
final class TrialCosts {

    /** Value, gradient, best weights and up to two of an optimizer. */
    private static final int BYTES_PER_PARAMETER = 5 * Float.BYTES;
    /** Evaluations take larger batches than training, and batches are made beside those in use. */
    private static final int HEADROOM = 2;

    private final Map<String, Measured> measured = new HashMap<>();
    private double secondsOfAll;
    private double workOfAll;

    private record Measured(double seconds, long bytes) {
    }

    /** Takes in what a trial took: the most of its like counts. */
    synchronized void add(TrialPlan plan, double seconds, long bytes) {
        measured.merge(kind(plan), new Measured(seconds, bytes), (a, b) ->
                new Measured(Math.max(a.seconds(), b.seconds()), Math.max(a.bytes(), b.bytes())));
        secondsOfAll += seconds;
        workOfAll += plan.work();
    }

    /** Models on datasets of which something was measured. */
    synchronized int known() {
        return measured.size();
    }

    /** Only their order means something while nothing was measured. */
    synchronized double seconds(TrialPlan plan) {
        Measured own = measured.get(kind(plan));
        if (own != null) {
            return own.seconds();
        }
        return workOfAll > 0 ? plan.work() * secondsOfAll / workOfAll : plan.work();
    }

    /** On the heap, the data aside, which trials share. */
    synchronized long bytes(TrialPlan plan) {
        long least = plan.parameterCount() * BYTES_PER_PARAMETER;
        Measured own = measured.get(kind(plan));
        return HEADROOM * (own == null ? least : Math.max(least, own.bytes()));
    }

    private static String kind(TrialPlan plan) {
        return plan.dataset() + "/" + plan.model().name();
    }
}
