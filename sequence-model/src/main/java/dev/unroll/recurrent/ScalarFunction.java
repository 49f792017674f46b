package dev.unroll.recurrent;

/**
 * The functions of cells in double, for {@link dev.unroll.model.StateMap}s: y = φ(a), with both derivatives taken from y.
 * Where a function has a kink its derivatives are those that training uses.
 */
public enum ScalarFunction {

    /** The hyperbolic tangent. */
    TANH(1) {
        @Override
        public double value(double a) {
            return StrictMath.tanh(a);
        }

        @Override
        public double slope(double y) {
            return 1 - y * y;
        }

        @Override
        public double curvature(double y) {
            return -2 * y * (1 - y * y);
        }
    },

    /** The logistic function. */
    SIGMOID(0.25) {
        @Override
        public double value(double a) {
            return 1 / (1 + StrictMath.exp(-a));
        }

        @Override
        public double slope(double y) {
            return y * (1 - y);
        }

        @Override
        public double curvature(double y) {
            return y * (1 - y) * (1 - 2 * y);
        }
    },

    /** max(a, 0). */
    RELU(1) {
        @Override
        public double value(double a) {
            return Math.max(a, 0);
        }

        @Override
        public double slope(double y) {
            return y > 0 ? 1 : 0;
        }

        @Override
        public double curvature(double y) {
            return 0;
        }
    },

    /** a / (1 + |a|). */
    SOFTSIGN(1) {
        @Override
        public double value(double a) {
            return a / (1 + Math.abs(a));
        }

        @Override
        public double slope(double y) {
            double left = 1 - Math.abs(y);
            return left * left;
        }

        @Override
        public double curvature(double y) {
            double left = 1 - Math.abs(y);
            return -2 * Math.signum(y) * left * left * left;
        }
    },

    /** a/6 + 1/2 between 0 and 1. */
    HARD_SIGMOID(1.0 / 6) {
        @Override
        public double value(double a) {
            return Math.min(Math.max(a / 6 + 0.5, 0), 1);
        }

        @Override
        public double slope(double y) {
            return y > 0 && y < 1 ? 1.0 / 6 : 0;
        }

        @Override
        public double curvature(double y) {
            return 0;
        }
    },

    /** No function. */
    IDENTITY(1) {
        @Override
        public double value(double a) {
            return a;
        }

        @Override
        public double slope(double y) {
            return 1;
        }

        @Override
        public double curvature(double y) {
            return 0;
        }
    };

    private final double steepest;

    ScalarFunction(double steepest) {
        this.steepest = steepest;
    }

    /** The greatest slope. */
    public double steepest() {
        return steepest;
    }

    /** y = φ(a). */
    public abstract double value(double a);

    /** φ'(a), given y. */
    public abstract double slope(double y);

    /** φ''(a), given y. */
    public abstract double curvature(double y);
}
