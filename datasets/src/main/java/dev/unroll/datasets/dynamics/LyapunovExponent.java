package dev.unroll.datasets.dynamics;

import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;

/** How fast neighbouring trajectories part. */
final class LyapunovExponent {

    private static final double APART = 1e-8;
    private static final int WARM_UP = 1_000;

    private LyapunovExponent() {
    }

    /**
     * The greatest Lyapunov exponent per unit of time, by following two neighbours and bringing them back together
     * after every sample (Benettin, Galgani &amp; Strelcyn 1976). The same for every seed of the data.
     *
     * @param samples over which it is averaged, after 1,000 that are not
     */
    static double greatest(ChaoticSystem system, int samples) {
        double[] state = system.settled(Randomness.of(0, Purpose.PROBE).stream());
        double[] neighbour = state.clone();
        neighbour[state.length - 1] += APART;
        double sum = 0;
        for (int i = -WARM_UP; i < samples; i++) {
            system.advance(state);
            system.advance(neighbour);
            double squares = 0;
            for (int j = 0; j < state.length; j++) {
                squares += (neighbour[j] - state[j]) * (neighbour[j] - state[j]);
            }
            double distance = Math.sqrt(squares);
            sum += i < 0 ? 0 : StrictMath.log(distance / APART);
            for (int j = 0; j < state.length; j++) {
                neighbour[j] = state[j] + (neighbour[j] - state[j]) * (APART / distance);
            }
        }
        return sum / samples / system.interval();
    }
}
