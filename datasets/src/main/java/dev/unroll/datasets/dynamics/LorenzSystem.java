package dev.unroll.datasets.dynamics;

import dev.unroll.random.RandomStream;
import java.util.List;

/**
 * The Lorenz system (Lorenz 1963, "Deterministic nonperiodic flow"): {@code x' = sigma (y - x)},
 * {@code y' = x (rho - z) - y}, {@code z' = x y - beta z}, with sigma = 10, beta = 8/3.
 *
 * @param steps Runge-Kutta steps in an interval
 * @param allVariables whether y and z are observed beside x
 */
record LorenzSystem(double rho, double interval, int steps, boolean allVariables) implements ChaoticSystem {

    private static final double SIGMA = 10;
    private static final double BETA = 8.0 / 3;
    private static final double LONGEST_STEP = 0.01;
    private static final double SETTLING_TIME = 30;

    LorenzSystem(double rho, double interval, boolean allVariables) {
        this(rho, interval, (int) Math.ceil(interval / LONGEST_STEP), allVariables);
    }

    @Override
    public List<String> variables() {
        return allVariables ? List.of("x", "y", "z") : List.of("x");
    }

    @Override
    public double[] settled(RandomStream random) {
        double[] state = new double[3];
        for (int i = 0; i < 3; i++) {
            state[i] = 2 * random.nextDouble() - 1;
        }
        for (double t = 0; t < SETTLING_TIME; t += interval) {
            advance(state);
        }
        return state;
    }

    @Override
    public void advance(double[] state) {
        double h = interval / steps;
        double x = state[0];
        double y = state[1];
        double z = state[2];
        for (int i = 0; i < steps; i++) {
            double ax = dx(x, y);
            double ay = dy(x, y, z);
            double az = dz(x, y, z);
            double bx = dx(x + h / 2 * ax, y + h / 2 * ay);
            double by = dy(x + h / 2 * ax, y + h / 2 * ay, z + h / 2 * az);
            double bz = dz(x + h / 2 * ax, y + h / 2 * ay, z + h / 2 * az);
            double cx = dx(x + h / 2 * bx, y + h / 2 * by);
            double cy = dy(x + h / 2 * bx, y + h / 2 * by, z + h / 2 * bz);
            double cz = dz(x + h / 2 * bx, y + h / 2 * by, z + h / 2 * bz);
            double ex = dx(x + h * cx, y + h * cy);
            double ey = dy(x + h * cx, y + h * cy, z + h * cz);
            double ez = dz(x + h * cx, y + h * cy, z + h * cz);
            x += h / 6 * (ax + 2 * bx + 2 * cx + ex);
            y += h / 6 * (ay + 2 * by + 2 * cy + ey);
            z += h / 6 * (az + 2 * bz + 2 * cz + ez);
        }
        state[0] = x;
        state[1] = y;
        state[2] = z;
    }

    private static double dx(double x, double y) {
        return SIGMA * (y - x);
    }

    private double dy(double x, double y, double z) {
        return x * (rho - z) - y;
    }

    private static double dz(double x, double y, double z) {
        return x * y - BETA * z;
    }

    @Override
    public void observe(double[] state, double[] out, int offset) {
        System.arraycopy(state, 0, out, offset, allVariables ? 3 : 1);
    }
}
