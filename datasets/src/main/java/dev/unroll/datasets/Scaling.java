package dev.unroll.datasets;

import java.util.Arrays;

/**
 * How the values of one column, or their changes, become what a model sees: {@code scaled = (original - offset) /
 * scale}. Fitted on the first rows alone, so that nothing of the future reaches a model; later values may fall outside
 * the range of the first.
 *
 * @param scale  not 0
 * @param offset in the unit of the column
 */
public record Scaling(double scale, double offset) {

    // A spread this small beside the values is that of rounding: of a mean, or of the differences of a straight line.
    private static final double ROUNDING = 1e-9;

    /** The kinds of scaling. */
    public static String[] kinds() {
        return new String[] {"standard", "min-max", "robust", "none"};
    }

    /**
     * The scaling of a kind: {@code standard} to mean 0 and (population) standard deviation 1, {@code min-max} to [0,
     * 1], {@code robust} to median 0 and a distance of 1 between the quartiles (interpolated linearly), {@code none}. A
     * column that is constant over the rows, rounding aside, is only shifted.
     *
     * @param values read from {@code from} up to {@code to}, which is above it
     */
    public static Scaling fit(String kind, double[] values, int from, int to) {
        return switch (kind) {
            case "standard" -> standard(values, from, to);
            case "min-max" -> minMax(values, from, to);
            case "robust" -> robust(values, from, to);
            default -> new Scaling(1, 0);
        };
    }

    private static Scaling standard(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        double mean = sum / (to - from);
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        return of(Math.sqrt(squares / (to - from)), mean);
    }

    private static Scaling minMax(double[] values, int from, int to) {
        double least = values[from];
        double greatest = values[from];
        for (int i = from + 1; i < to; i++) {
            least = Math.min(least, values[i]);
            greatest = Math.max(greatest, values[i]);
        }
        return of(greatest - least, least);
    }

    private static Scaling robust(double[] values, int from, int to) {
        double[] sorted = Arrays.copyOfRange(values, from, to);
        Arrays.sort(sorted);
        return of(quantile(sorted, 0.75) - quantile(sorted, 0.25), quantile(sorted, 0.5));
    }

    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        double above = sorted[Math.min(below + 1, sorted.length - 1)];
        return sorted[below] + (place - below) * (above - sorted[below]);
    }

    private static Scaling of(double spread, double offset) {
        return new Scaling(spread > ROUNDING * Math.abs(offset) ? spread : 1, offset);
    }

    /** The value that a model sees. */
    public float scaled(double original) {
        return (float) ((original - offset) / scale);
    }

    /** The scales of several. */
    public static double[] scales(Scaling[] scalings) {
        return Arrays.stream(scalings).mapToDouble(Scaling::scale).toArray();
    }

    /** The offsets of several. */
    public static double[] offsets(Scaling[] scalings) {
        return Arrays.stream(scalings).mapToDouble(Scaling::offset).toArray();
    }
}
