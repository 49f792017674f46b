package dev.unroll.datasets.dynamics;

import dev.unroll.random.RandomStream;
import java.util.Arrays;
import java.util.List;

/**
 * The Mackey-Glass equation (Mackey &amp; Glass 1977, "Oscillation and chaos in physiological control systems"):
 * {@code x'(t) = 0.2 d / (1 + d^10) - 0.1 x(t)} with {@code d = x(t - delay)}.
 *
 * <p>Steps are a tenth of the unit of time. The delayed value in the middle of a step is interpolated by the cubic
 * through the four samples around it, so that the method keeps its fourth order. A state holds the samples of the last
 * delay and one before, oldest first.
 *
 * @param delay          whole units of time
 * @param sampleInterval whole units of time from one sample to the next
 */
record MackeyGlassSystem(int delay, int sampleInterval, int stepsPerUnit) implements ChaoticSystem {

    private static final int STEPS_PER_UNIT = 10;
    private static final int SETTLING_TIME = 1_000;

    MackeyGlassSystem(int delay, int sampleInterval) {
        this(delay, sampleInterval, STEPS_PER_UNIT);
    }

    @Override
    public List<String> variables() {
        return List.of("x");
    }

    @Override
    public double interval() {
        return sampleInterval;
    }

    @Override
    public double[] settled(RandomStream random) {
        double[] state = new double[delay * stepsPerUnit + 2];
        Arrays.fill(state, 0.5 + random.nextDouble());
        for (int t = 0; t < SETTLING_TIME; t++) {
            for (int i = 0; i < stepsPerUnit; i++) {
                step(state);
            }
        }
        return state;
    }

    @Override
    public void advance(double[] state) {
        for (int i = 0; i < sampleInterval * stepsPerUnit; i++) {
            step(state);
        }
    }

    private void step(double[] state) {
        double h = 1.0 / stepsPerUnit;
        int last = state.length - 1;
        double x = state[last];
        double atStart = production(state[1]);
        double atMiddle = production((9 * (state[1] + state[2]) - state[0] - state[3]) / 16);
        double atEnd = production(state[2]);
        double a = atStart - 0.1 * x;
        double b = atMiddle - 0.1 * (x + h / 2 * a);
        double c = atMiddle - 0.1 * (x + h / 2 * b);
        double e = atEnd - 0.1 * (x + h * c);
        System.arraycopy(state, 1, state, 0, last);
        state[last] = x + h / 6 * (a + 2 * b + 2 * c + e);
    }

    private static double production(double d) {
        double square = d * d;
        double eighth = square * square * square * square;
        return 0.2 * d / (1 + eighth * square);
    }

    @Override
    public void observe(double[] state, double[] out, int offset) {
        out[offset] = state[state.length - 1];
    }
}
