package dev.unroll.benchmark;

import dev.unroll.benchmark.contender.Side;
import dev.unroll.benchmark.contender.Side.EngineName;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a {@link Comparison} found.
 *
 * @param workload its name
 * @param sides    in the order of the turns
 */
public record Measurement(String workload, List<Times> sides) {

    /** A ratio between this and one over it shows neither side to be faster. */
    public static final double TIE = 1.15;

    /**
     * One side's.
     *
     * @param training  milliseconds of a training step, one number per round; none where nothing is trained
     * @param inference milliseconds of an inference pass, one number per round
     * @param allocated bytes that 20 training steps of this engine, or passes where nothing is trained, allocate on the
     *                  Java heap together, the least of some counts; 0 for others
     * @param memory    bytes that this engine's model and its buffers hold there; 0 for others
     */
    public record Times(Side side, double[] training, double[] inference, long allocated, long memory) {
    }

    /**
     * How many times as fast as another engine, from the best setting of each.
     *
     * @param median of the rounds
     * @param least  of the rounds
     * @param most   of the rounds
     */
    public record Ratio(double median, double least, double most) {

        /** Whether neither engine is shown to be faster. */
        public boolean tie() {
            return median < TIE && median > 1 / TIE;
        }
    }

    /** Whether another engine was measured beside this one. */
    boolean hasPeers() {
        return sides.stream().anyMatch(times -> times.side().engine() != EngineName.UNROLL);
    }

    /** The engine's setting with the least median, if it was measured. */
    public Optional<Times> best(EngineName engine, Function<Times, double[]> times) {
        return sides.stream().filter(t -> t.side().engine() == engine)
                .min(Comparator.comparingDouble(t -> median(times.apply(t))));
    }

    /** The engine with so many threads, if it was measured. */
    public Optional<Times> of(EngineName engine, int threads) {
        return sides.stream().filter(t -> t.side().engine() == engine && t.side().threads() == threads)
                .min(Comparator.comparingDouble(t -> median(t.training())));
    }

    /** The other engine's time over ours, round by round, if it was measured. */
    public Optional<Ratio> ratio(EngineName other, Function<Times, double[]> times) {
        Optional<Times> ours = best(EngineName.UNROLL, times);
        Optional<Times> theirs = best(other, times);
        if (ours.isEmpty() || theirs.isEmpty()) {
            return Optional.empty();
        }
        double[] a = times.apply(theirs.get());
        double[] b = times.apply(ours.get());
        double[] ratios = new double[a.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = a[i] / b[i];
        }
        Arrays.sort(ratios);
        return Optional.of(new Ratio(median(ratios), ratios[0], ratios[ratios.length - 1]));
    }

    /** The middle of the values; the mean of the two middle ones if their number is even. */
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
