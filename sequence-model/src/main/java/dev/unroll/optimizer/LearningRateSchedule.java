package dev.unroll.optimizer;

import java.util.List;

/** What the learning rate is multiplied with at each step of training. */
public sealed interface LearningRateSchedule {

    /** The words that {@link #named} knows. */
    List<String> KINDS = List.of("constant", "warm-up", "linear", "cosine", "step");

    /** The word for it in an experiment: {@code cosine}. */
    String kind();

    /**
     * The factor, from 0 to 1.
     *
     * @param step       from 0; beyond the last step, what falls towards the end stays where it ended
     * @param totalSteps steps that training has, at least 1
     */
    double factor(long step, long totalSteps);

    /** The schedule of that kind with its defaults. */
    static LearningRateSchedule named(String kind) {
        return switch (kind) {
            case "constant" -> new Constant();
            case "warm-up" -> new WarmUp(null, null);
            case "linear" -> new Linear(null);
            case "cosine" -> new Cosine(null);
            case "step" -> new Step(null, null);
            default -> throw new IllegalArgumentException(
                    "the learning-rate schedule must be one of " + String.join(", ", KINDS) + "; got " + kind);
        };
    }

    /** Always 1. */
    record Constant() implements LearningRateSchedule {
        @Override
        public String kind() {
            return "constant";
        }

        @Override
        public double factor(long step, long totalSteps) {
            return 1;
        }
    }

    /**
     * Rises as {@code (step + 1) / warmupSteps} up to 1, then follows another schedule over the steps that remain.
     *
     * @param warmupSteps at least 1; default 100
     * @param then        default constant
     */
    record WarmUp(Long warmupSteps, LearningRateSchedule then) implements LearningRateSchedule {
        public WarmUp {
            warmupSteps = warmupSteps == null ? 100L : warmupSteps;
            then = then == null ? new Constant() : then;
            if (warmupSteps < 1) {
                throw new IllegalArgumentException("warmupSteps must be at least 1; got " + warmupSteps);
            }
        }

        @Override
        public String kind() {
            return "warm-up";
        }

        @Override
        public double factor(long step, long totalSteps) {
            if (step < warmupSteps) {
                return (step + 1.0) / warmupSteps;
            }
            return then.factor(step - warmupSteps, Math.max(1, totalSteps - warmupSteps));
        }
    }

    /**
     * Falls evenly from 1 to the minimum, which it would reach at step {@code totalSteps}.
     *
     * @param minimum from 0 to 1; default 0
     */
    record Linear(Double minimum) implements LearningRateSchedule {
        public Linear {
            minimum = checkedMinimum(minimum);
        }

        @Override
        public String kind() {
            return "linear";
        }

        @Override
        public double factor(long step, long totalSteps) {
            return minimum + (1 - minimum) * (1 - progress(step, totalSteps));
        }
    }

    /**
     * Falls from 1 to the minimum along half a cosine (Loshchilov &amp; Hutter 2017, arXiv 1608.03983, without
     * restarts).
     *
     * @param minimum from 0 to 1; default 0
     */
    record Cosine(Double minimum) implements LearningRateSchedule {
        public Cosine {
            minimum = checkedMinimum(minimum);
        }

        @Override
        public String kind() {
            return "cosine";
        }

        @Override
        public double factor(long step, long totalSteps) {
            return minimum + (1 - minimum) * (1 + StrictMath.cos(Math.PI * progress(step, totalSteps))) / 2;
        }
    }

    /**
     * Multiplied by a factor after every so many steps.
     *
     * @param every  at least 1; default 1000
     * @param factor above 0 and at most 1; default 0.1
     */
    record Step(Long every, Double factor) implements LearningRateSchedule {
        public Step {
            every = every == null ? 1000L : every;
            factor = factor == null ? 0.1 : factor;
            if (every < 1) {
                throw new IllegalArgumentException("every must be at least 1 step; got " + every);
            }
            if (!(factor > 0 && factor <= 1)) {
                throw new IllegalArgumentException("the factor of a step must be above 0 and at most 1; got " + factor);
            }
        }

        @Override
        public String kind() {
            return "step";
        }

        @Override
        public double factor(long step, long totalSteps) {
            return StrictMath.pow(factor, step / every);
        }
    }

    private static double progress(long step, long totalSteps) {
        return Math.min(1, (double) step / totalSteps);
    }

    private static double checkedMinimum(Double minimum) {
        if (minimum == null) {
            return 0;
        }
        if (!(minimum >= 0 && minimum <= 1)) {
            throw new IllegalArgumentException("the minimum of a learning-rate schedule must be from 0 to 1; got "
                    + minimum);
        }
        return minimum;
    }
}
