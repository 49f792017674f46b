package dev.unroll.benchmark;

import dev.unroll.benchmark.contender.BenchmarkException;
import dev.unroll.benchmark.contender.Contestant;
import dev.unroll.benchmark.contender.RemoteContender;
import dev.unroll.benchmark.contender.Side;
import dev.unroll.benchmark.contender.Side.EngineName;
import dev.unroll.benchmark.contender.Workload;
import dev.unroll.random.Purpose;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Times one workload on all sides: every side is loaded and warmed up, then they take turns, round by round, in an order
 * that is another in every round, so that what disturbs the machine disturbs all of them. A turn's time is the first
 * decile of its steps.
 *
 * <p>Nothing is timed before all sides have shown to compute the same function from the same weights: outputs for the
 * batch, and losses over a few training steps with Adam.
 */
public final class Comparison {

    /**
     * How long each part takes.
     *
     * @param rounds      turns of each side
     * @param turnMillis  length of a turn
     * @param warmMillis  length of the warm-up of each side
     */
    public record Effort(int rounds, long turnMillis, long warmMillis) {
    }

    /** Training steps whose losses must agree. */
    private static final int CHECKED_STEPS = 5;
    /** Greatest difference of outputs and losses, relative to the greatest magnitude among them. */
    private static final double TOLERANCE = 1e-4;
    /** Steps over which allocation is counted. */
    private static final int ALLOCATION_STEPS = 20;
    /** Counts of which the least is taken: while it compiles, the virtual machine now and then allocates for itself. */
    private static final int ALLOCATION_COUNTS = 10;

    private final Workload workload;
    private final List<Side> sides;
    private final Effort effort;
    private final Function<Side, Contestant> start;

    /** @param log where the processes' standard error is appended */
    public Comparison(Workload workload, List<Side> sides, Effort effort, File log) {
        this(workload, sides, effort, side -> new RemoteContender(side, workload, log));
    }

    Comparison(Workload workload, List<Side> sides, Effort effort, Function<Side, Contestant> start) {
        this.workload = workload;
        this.sides = sides;
        this.effort = effort;
        this.start = start;
    }

    /** Parts of the work that {@link #run} reports one by one. */
    public int ticks() {
        return sides.size() * (effort.rounds() + 2);
    }

    /**
     * Measures.
     *
     * @param tick told of each part done
     * @throws BenchmarkException if two sides do not compute the same
     */
    public Measurement run(Consumer<String> tick) {
        List<Contestant> contenders = new ArrayList<>();
        try {
            double[] expected = null;
            for (Side side : sides) {
                Contestant contender = start.apply(side);
                contenders.add(contender);
                double[] checked = contender.check(workload.streaming() ? 0 : CHECKED_STEPS);
                if (expected == null) {
                    expected = checked;
                }
                requireSame(side, expected, checked);
                tick.accept(side.engine().title() + " checked");
            }
            for (Contestant contender : contenders) {
                if (workload.streaming()) {
                    contender.infer(effort.warmMillis());
                } else {
                    contender.train(effort.warmMillis());
                    contender.infer(effort.warmMillis() / 4);
                }
                tick.accept(contender.side().engine().title() + " warmed up");
            }
            return measured(contenders, tick);
        } finally {
            contenders.forEach(Contestant::close);
        }
    }

    private Measurement measured(List<Contestant> contenders, Consumer<String> tick) {
        Map<Side, double[]> training = new LinkedHashMap<>();
        Map<Side, double[]> inference = new LinkedHashMap<>();
        for (int round = 0; round < effort.rounds(); round++) {
            for (Contestant contender : inTurn(contenders, round)) {
                Side side = contender.side();
                if (!workload.streaming()) {
                    training.computeIfAbsent(side, s -> new double[effort.rounds()])[round] =
                            contender.train(effort.turnMillis());
                }
                inference.computeIfAbsent(side, s -> new double[effort.rounds()])[round] =
                        contender.infer(workload.streaming() ? effort.turnMillis() : effort.turnMillis() / 4);
                tick.accept(side.engine().title());
            }
        }
        List<Measurement.Times> times = new ArrayList<>();
        for (Contestant contender : contenders) {
            Side side = contender.side();
            boolean onHeap = side.engine() == EngineName.UNROLL;
            times.add(new Measurement.Times(side, training.getOrDefault(side, new double[0]), inference.get(side),
                    onHeap ? allocated(contender) : 0,
                    onHeap ? contender.memory() : 0));
        }
        return new Measurement(workload.name(), times);
    }

    private long allocated(Contestant contender) {
        long least = contender.allocated(ALLOCATION_STEPS, workload.streaming());
        for (int count = 1; count < ALLOCATION_COUNTS && least > 0; count++) {
            least = Math.min(least, contender.allocated(ALLOCATION_STEPS, workload.streaming()));
        }
        return least;
    }

    /** In an order of the round's own, so that no side always comes after the same other. */
    private static List<Contestant> inTurn(List<Contestant> contenders, int round) {
        List<Contestant> order = new ArrayList<>(contenders);
        RandomStream random = Randomness.of(round, Purpose.SHUFFLING).stream();
        for (int i = order.size() - 1; i > 0; i--) {
            Collections.swap(order, i, random.nextInt(i + 1));
        }
        return order;
    }

    private void requireSame(Side side, double[] expected, double[] got) {
        double scale = 0;
        double difference = expected.length == got.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(expected.length, got.length); i++) {
            scale = Math.max(scale, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(expected[i] - got[i]));
        }
        if (!(difference <= TOLERANCE * scale)) {
            throw new BenchmarkException(String.format(Locale.ROOT, "%s, %s, must compute on %s what %s computes, to"
                    + " %s of the greatest value; got a difference of %.3g with values up to %.3g; nothing was timed",
                    side.engine().title(), side.setting(), workload.name(), sides.get(0).engine().title(), TOLERANCE,
                    difference, scale));
        }
    }
}
