package dev.unroll.testing;

import java.util.function.DoubleSupplier;

/** Gradients by central differences in double. */
public final class CentralDifferences {

    private static final double STEP = 1e-5;

    private CentralDifferences() {
    }

    /**
     * The gradient of a function with respect to an array it reads.
     *
     * @param at       where to differentiate; changed while at work and put back
     * @param function computes its value from the present content of {@code at}
     */
    public static double[] gradient(double[] at, DoubleSupplier function) {
        double[] gradient = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            double kept = at[i];
            at[i] = kept + STEP;
            double above = function.getAsDouble();
            at[i] = kept - STEP;
            double below = function.getAsDouble();
            at[i] = kept;
            gradient[i] = (above - below) / (2 * STEP);
        }
        return gradient;
    }
}
