package dev.unroll.optimizer;

import dev.unroll.engine.Engine;
import java.util.List;

/**
 * The settings of an optimizer; what is left {@code null} becomes PyTorch's default. The learning rate is the
 * trainer's.
 */
public sealed interface OptimizerSpec {

    /** The words that {@link #named} knows. */
    List<String> KINDS = List.of("sgd", "rmsprop", "adam", "adamw");

    /** The word for it in an experiment: {@code adam}. */
    String kind();

    /** The learning rate where an experiment names none. */
    double defaultLearningRate();

    /** An optimizer with these settings that remembers nothing yet. */
    Optimizer create(Engine engine);

    /** The optimizer of that kind with its defaults. */
    static OptimizerSpec named(String kind) {
        return switch (kind) {
            case "sgd" -> new Sgd(null, null, null);
            case "rmsprop" -> new Rmsprop(null, null, null, null, null);
            case "adam" -> new Adam(null, null, null, null);
            case "adamw" -> new AdamW(null, null, null, null);
            default -> throw new IllegalArgumentException(
                    "the optimizer must be one of " + String.join(", ", KINDS) + "; got " + kind);
        };
    }

    /**
     * Gradient descent with momentum (Sutskever et al. 2013).
     *
     * @param momentum    share of the velocity that stays, from 0 (inclusive) to 1 (exclusive); default 0
     * @param nesterov    whether to look ahead along the velocity; needs momentum; default false
     * @param weightDecay of the L2 kind, at least 0; default 0
     */
    record Sgd(Double momentum, Boolean nesterov, Double weightDecay) implements OptimizerSpec {
        public Sgd {
            momentum = share("momentum", momentum, 0.0);
            nesterov = nesterov != null && nesterov;
            weightDecay = atLeastZero("weightDecay", weightDecay, 0.0);
            if (nesterov && momentum == 0) {
                throw new IllegalArgumentException("nesterov needs a momentum above 0; got 0; 0.9 is usual");
            }
        }

        @Override
        public String kind() {
            return "sgd";
        }

        /** 0.01; PyTorch has none. */
        @Override
        public double defaultLearningRate() {
            return 0.01;
        }

        @Override
        public Optimizer create(Engine engine) {
            return new SgdOptimizer(this, engine);
        }
    }

    /**
     * RMSProp (Tieleman &amp; Hinton 2012).
     *
     * @param alpha       share of the mean square that stays, from 0 (inclusive) to 1 (exclusive); default 0.99
     * @param epsilon     added to the root of the mean square, above 0; default 1e-8
     * @param momentum    from 0 (inclusive) to 1 (exclusive); default 0
     * @param centered    whether to divide by the deviation instead of the root mean square; default false
     * @param weightDecay of the L2 kind, at least 0; default 0
     */
    record Rmsprop(Double alpha, Double epsilon, Double momentum, Boolean centered, Double weightDecay)
            implements OptimizerSpec {
        public Rmsprop {
            alpha = share("alpha", alpha, 0.99);
            epsilon = aboveZero("epsilon", epsilon, 1e-8);
            momentum = share("momentum", momentum, 0.0);
            centered = centered != null && centered;
            weightDecay = atLeastZero("weightDecay", weightDecay, 0.0);
        }

        @Override
        public String kind() {
            return "rmsprop";
        }

        /** 0.01. */
        @Override
        public double defaultLearningRate() {
            return 0.01;
        }

        @Override
        public Optimizer create(Engine engine) {
            return new RmsPropOptimizer(this, engine);
        }
    }

    /**
     * Adam (Kingma &amp; Ba 2015, arXiv 1412.6980).
     *
     * @param beta1       share of the mean gradient that stays, from 0 (inclusive) to 1 (exclusive); default 0.9
     * @param beta2       share of the mean square that stays, from 0 (inclusive) to 1 (exclusive); default 0.999
     * @param epsilon     added to the root of the mean square, above 0; default 1e-8
     * @param weightDecay of the L2 kind, at least 0; default 0
     */
    record Adam(Double beta1, Double beta2, Double epsilon, Double weightDecay) implements OptimizerSpec {
        public Adam {
            beta1 = share("beta1", beta1, 0.9);
            beta2 = share("beta2", beta2, 0.999);
            epsilon = aboveZero("epsilon", epsilon, 1e-8);
            weightDecay = atLeastZero("weightDecay", weightDecay, 0.0);
        }

        @Override
        public String kind() {
            return "adam";
        }

        /** 0.001. */
        @Override
        public double defaultLearningRate() {
            return 0.001;
        }

        @Override
        public Optimizer create(Engine engine) {
            return new AdamOptimizer(this, engine);
        }
    }

    /**
     * Adam with decay of the weights themselves (Loshchilov &amp; Hutter 2019, arXiv 1711.05101).
     *
     * @param beta1       share of the mean gradient that stays, from 0 (inclusive) to 1 (exclusive); default 0.9
     * @param beta2       share of the mean square that stays, from 0 (inclusive) to 1 (exclusive); default 0.999
     * @param epsilon     added to the root of the mean square, above 0; default 1e-8
     * @param weightDecay at least 0, multiplied by the learning rate; default 0.01
     */
    record AdamW(Double beta1, Double beta2, Double epsilon, Double weightDecay) implements OptimizerSpec {
        public AdamW {
            beta1 = share("beta1", beta1, 0.9);
            beta2 = share("beta2", beta2, 0.999);
            epsilon = aboveZero("epsilon", epsilon, 1e-8);
            weightDecay = atLeastZero("weightDecay", weightDecay, 0.01);
        }

        @Override
        public String kind() {
            return "adamw";
        }

        /** 0.001. */
        @Override
        public double defaultLearningRate() {
            return 0.001;
        }

        @Override
        public Optimizer create(Engine engine) {
            return new AdamOptimizer(this, engine);
        }
    }

    private static Double share(String name, Double value, double byDefault) {
        if (value == null) {
            return byDefault;
        }
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be at least 0 and below 1; got " + value);
        }
        return value;
    }

    private static Double atLeastZero(String name, Double value, double byDefault) {
        if (value == null) {
            return byDefault;
        }
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be at least 0 and finite; got " + value);
        }
        return value;
    }

    // As the float it becomes: an epsilon that underflows to 0 would divide 0 by 0.
    private static Double aboveZero(String name, Double value, double byDefault) {
        if (value == null) {
            return byDefault;
        }
        if (!(value.floatValue() > 0 && value.floatValue() < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be above 0 and finite in single precision; got " + value);
        }
        return value;
    }
}
