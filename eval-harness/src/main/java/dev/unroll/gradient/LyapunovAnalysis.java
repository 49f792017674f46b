package dev.unroll.gradient;

import dev.unroll.engine.Workers;
import dev.unroll.model.Recurrence;
import dev.unroll.model.StateMap;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.Arrays;

/**
 * Finds a {@link LyapunovSpectrum} (Benettin, Galgani, Giorgilli &amp; Strelcyn 1980; for recurrent networks Vogt, Puelma
 * Touzel, Shlizerman &amp; Lajoie 2022, arXiv 2006.14123; Engelken, Wolf &amp; Abbott 2023, arXiv 2006.02427):
 *
 * <pre>
 * Q_0 orthonormal at random,   Q_t R_t = J_t Q_{t-1},   λ_j = 1/N Σ_t ln R_t,jj
 * </pre>
 *
 * <p>over the N steps of a sequence after a transient, in which Q turns to where it belongs, and then the mean over the
 * sequences. Between two decompositions the directions go several steps, which costs less, and loses those that fade more
 * than 1e16 times faster than the first meanwhile. Where a step leaves exactly nothing of a direction, {@code ln
 * Double.MIN_NORMAL} counts, −708; one that rounding alone keeps up, as those of dead rectified units, comes to some −36.
 *
 * @param exponents how many of the greatest to find, at most as many as there are; {@code null} for all. Time goes with
 *                  their square.
 * @param warmUp    steps at the beginning of each sequence that do not count, at least 0
 * @param interval  steps between two decompositions, at least 1
 */
public record LyapunovAnalysis(Integer exponents, int warmUp, int interval) {

    /** All exponents, after 10 steps as in the code of Vogt et al., each step decomposed. */
    public static final LyapunovAnalysis STANDARD = new LyapunovAnalysis(null, 10, 1);

    private static final int RUNNING_POINTS = 50;

    public LyapunovAnalysis {
        if (exponents != null && exponents < 1) {
            throw new IllegalArgumentException("exponents must be at least 1; got " + exponents + "; leave it out for all");
        }
        if (warmUp < 0) {
            throw new IllegalArgumentException("warmUp must be at least 0 steps; got " + warmUp);
        }
        if (interval < 1) {
            throw new IllegalArgumentException("interval must be at least 1 step; got " + interval);
        }
    }

    /** What one sequence told: exponents over all its steps, and as they stood at the points that it reached. */
    private record Estimate(double[] exponents, double[][] running, int steps) {
    }

    /**
     * The spectrum over all sequences of a recurrence that are longer than the transient.
     *
     * @param randomness what the first directions are drawn from; once the transient is long enough they do not matter
     * @param workers    each takes whole sequences; how many there are changes nothing
     * @throws IllegalArgumentException in one sentence, if no sequence is so long
     */
    public LyapunovSpectrum of(Recurrence recurrence, Randomness randomness, Workers workers) {
        StateMap map = recurrence.map();
        int k = exponents == null ? map.stateSize() : Math.min(exponents, map.stateSize());
        int longest = 0;
        for (double[][] sequence : recurrence.inputs()) {
            longest = Math.max(longest, sequence.length);
        }
        if (longest <= warmUp) {
            throw new IllegalArgumentException("the Lyapunov exponents of " + map.name() + " need sequences of more than "
                    + warmUp + " steps, which do not count; the longest has " + longest + "; give longer ones");
        }
        int[] points = points(longest - warmUp);
        Estimate[] estimates = new Estimate[recurrence.batchSize()];
        workers.forEach(estimates.length, b -> {
            if (recurrence.inputs()[b].length > warmUp) {
                estimates[b] = estimate(recurrence, b, randomness.derive(b).stream(), k, points);
            }
        });
        return spectrum(map, k, points, estimates);
    }

    /** Steps after which the exponents so far are looked at: those of decompositions, and the last. */
    private int[] points(int counted) {
        int decompositions = (counted + interval - 1) / interval;
        int[] points = new int[Math.min(decompositions, RUNNING_POINTS)];
        for (int e = 0; e < points.length; e++) {
            points[e] = (int) Math.min(counted, (e + 1L) * decompositions / points.length * interval);
        }
        return points;
    }

    private Estimate estimate(Recurrence recurrence, int sequence, RandomStream random, int k, int[] points) {
        StateMap map = recurrence.map();
        int size = map.stateSize();
        HouseholderQr qr = new HouseholderQr(size, k);
        double[][] x = recurrence.inputs()[sequence];
        double[] state = recurrence.starts()[sequence].clone();
        double[] next = new double[size];
        double[] q = new double[size * k];
        double[] product = new double[q.length];
        for (int i = 0; i < q.length; i++) {
            q[i] = random.nextGaussian();
        }
        qr.decompose(q);
        double[] jacobian = new double[size * size];
        double[] logs = new double[k];
        double[][] running = new double[points.length][];
        int reached = 0;
        for (int t = 0; t < x.length; t++) {
            map.jacobian(x[t], state, jacobian);
            map.step(x[t], state, next);
            System.arraycopy(next, 0, state, 0, size);
            Matrices.multiply(size, size, k, jacobian, q, product);
            System.arraycopy(product, 0, q, 0, q.length);
            int counted = t + 1 - warmUp;
            if (counted != 0 && Math.floorMod(counted, interval) != 0 && t + 1 < x.length) {
                continue;
            }
            qr.decompose(q);
            if (counted > 0) {
                addLogs(qr.r(), logs);
                if (counted == points[reached]) {
                    running[reached++] = divided(logs, counted);
                }
            }
        }
        return new Estimate(divided(logs, x.length - warmUp), Arrays.copyOf(running, reached), x.length - warmUp);
    }

    private static void addLogs(double[] r, double[] logs) {
        for (int j = 0; j < logs.length; j++) {
            double left = r[j * logs.length + j];
            logs[j] += left < Double.MIN_NORMAL ? GradedProduct.LOG_OF_NOTHING : StrictMath.log(left);
        }
    }

    private static double[] divided(double[] values, double divisor) {
        double[] divided = new double[values.length];
        for (int j = 0; j < values.length; j++) {
            divided[j] = values[j] / divisor;
        }
        return divided;
    }

    private static LyapunovSpectrum spectrum(StateMap map, int k, int[] points, Estimate[] estimates) {
        double[] mean = new double[k];
        double[][] running = new double[points.length][k];
        int[] reached = new int[points.length];
        int sequences = 0;
        long steps = 0;
        for (Estimate estimate : estimates) {
            if (estimate == null) {
                continue;
            }
            sequences++;
            steps += estimate.steps();
            Matrices.addScaled(k, 1, estimate.exponents(), 0, mean, 0);
            for (int e = 0; e < estimate.running().length; e++) {
                Matrices.addScaled(k, 1, estimate.running()[e], 0, running[e], 0);
                reached[e]++;
            }
        }
        mean = divided(mean, sequences);
        for (int e = 0; e < points.length; e++) {
            running[e] = divided(running[e], reached[e]);
        }
        return new LyapunovSpectrum(map.name(), mean, deviations(mean, sequences, estimates), points, running, sequences,
                steps, map.stateSize());
    }

    private static double[] deviations(double[] mean, int sequences, Estimate[] estimates) {
        double[] deviations = new double[mean.length];
        for (int j = 0; j < mean.length && sequences > 1; j++) {
            double square = 0;
            for (Estimate estimate : estimates) {
                double away = estimate == null ? 0 : estimate.exponents()[j] - mean[j];
                square += away * away;
            }
            deviations[j] = Math.sqrt(square / (sequences - 1));
        }
        return deviations;
    }
}
