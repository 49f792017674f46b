package dev.unroll.loss;

import java.util.List;

/**
 * A loss between real outputs y and real targets t, averaged over the components of a target, and over the outputs of
 * each component if there are several. Computed in double; a NaN anywhere gives NaN.
 */
public sealed interface ValueLoss extends Loss {

    @Override
    default boolean classification() {
        return false;
    }

    @Override
    default int outputsPerTarget() {
        return 1;
    }

    /**
     * The loss of one output. {@code index} is its place among the outputs of one component, 0 unless there are
     * several.
     */
    double value(double output, double target, int index);

    /** Derivative of {@link #value} with respect to the output; 0 at a kink. */
    double derivative(double output, double target, int index);

    /**
     * The loss of one row and its gradient. Output j of component k stands at {@code k * outputsPerTarget + j}.
     *
     * @param size     K, components of a target
     * @param outputs  {@code [K, outputsPerTarget]} from {@code offset}, read
     * @param targets  {@code [K]} from {@code targetsOffset}, read
     * @param scale    what the gradient is multiplied with
     * @param dOutputs as {@code outputs}, overwritten; may be {@code outputs}
     */
    default double row(int size, float[] outputs, int offset, float[] targets, int targetsOffset, double scale,
            float[] dOutputs) {
        int perTarget = outputsPerTarget();
        int count = size * perTarget;
        double dScale = scale / count;
        double sum = 0;
        int place = offset;
        for (int k = 0; k < size; k++) {
            float target = targets[targetsOffset + k];
            for (int j = 0; j < perTarget; j++, place++) {
                float output = outputs[place];
                sum += value(output, target, j);
                dOutputs[place] = (float) (dScale * derivative(output, target, j));
            }
        }
        return sum / count;
    }

    /** {@code (y - t)²}. */
    record Squared() implements ValueLoss {
        @Override
        public String name() {
            return "squared";
        }

        @Override
        public double value(double output, double target, int index) {
            double error = output - target;
            return error * error;
        }

        @Override
        public double derivative(double output, double target, int index) {
            return 2 * (output - target);
        }
    }

    /** {@code |y - t|}. */
    record Absolute() implements ValueLoss {
        @Override
        public String name() {
            return "absolute";
        }

        @Override
        public double value(double output, double target, int index) {
            return Math.abs(output - target);
        }

        @Override
        public double derivative(double output, double target, int index) {
            return Math.signum(output - target);
        }
    }

    /**
     * {@code (y - t)² / 2} up to a distance of delta and {@code delta (|y - t| - delta / 2)} beyond (Huber 1964).
     *
     * @param delta above 0; default 1
     */
    record Huber(Double delta) implements ValueLoss {
        public Huber {
            delta = delta == null ? 1.0 : delta;
            if (!(delta > 0 && delta < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("the delta of the huber loss must be above 0 and finite; got "
                        + delta);
            }
        }

        @Override
        public String name() {
            return "huber";
        }

        @Override
        public double value(double output, double target, int index) {
            double distance = Math.abs(output - target);
            return distance <= delta ? 0.5 * distance * distance : delta * (distance - 0.5 * delta);
        }

        @Override
        public double derivative(double output, double target, int index) {
            return Math.max(-delta, Math.min(delta, output - target));
        }
    }

    /**
     * Pinball loss, one output for each level q: {@code q (t - y)} where y is below t, {@code (1 - q)(y - t)} above
     * (Koenker &amp; Bassett 1978). It is least where y is the q-quantile of t.
     *
     * @param levels rising, each above 0 and below 1; default 0.1, 0.5, 0.9
     */
    record Quantile(List<Double> levels) implements ValueLoss {
        public Quantile {
            levels = levels == null ? List.of(0.1, 0.5, 0.9) : List.copyOf(levels);
            if (levels.isEmpty()) {
                throw new IllegalArgumentException("the quantile loss must have at least one level; got none");
            }
            double last = 0;
            for (double level : levels) {
                if (!(level > last && level < 1)) {
                    throw new IllegalArgumentException(
                            "the levels of the quantile loss must rise and lie between 0 and 1; got " + levels);
                }
                last = level;
            }
        }

        /** Index of the level nearest to 0.5, the lower of two: its output stands where one forecast is asked for. */
        public int forecast() {
            int nearest = 0;
            for (int i = 1; i < levels.size(); i++) {
                if (Math.abs(levels.get(i) - 0.5) < Math.abs(levels.get(nearest) - 0.5)) {
                    nearest = i;
                }
            }
            return nearest;
        }

        @Override
        public String name() {
            return "quantile";
        }

        @Override
        public int outputsPerTarget() {
            return levels.size();
        }

        @Override
        public double value(double output, double target, int index) {
            double shortfall = target - output;
            double level = levels.get(index);
            return shortfall > 0 ? level * shortfall : (level - 1) * shortfall;
        }

        @Override
        public double derivative(double output, double target, int index) {
            double shortfall = target - output;
            double level = levels.get(index);
            if (shortfall > 0) {
                return -level;
            }
            // A product, so that NaN stays NaN.
            return shortfall < 0 ? 1 - level : 0 * shortfall;
        }
    }
}
