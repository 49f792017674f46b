package dev.unroll.statistics;

/**
 * A number with what it may as well be.
 *
 * @param estimate the number
 * @param lower    end of its 95 % interval, unless said otherwise
 * @param upper    the other end
 */
public record Interval(double estimate, double lower, double upper) {

    /** Whether the interval leaves 0 out. */
    public boolean clearOfZero() {
        return lower > 0 || upper < 0;
    }
}
