package dev.unroll.datasets.speech;

/**
 * A second-order digital resonator (Klatt 1980): {@code y[n] = A x[n] + B y[n-1] + C y[n-2]} with
 * {@code C = -exp(-2 pi W / r)}, {@code B = 2 exp(-pi W / r) cos(2 pi F / r)}, {@code A = 1 - B - C} for a resonance at
 * F of bandwidth W, at r samples per second. Gain 1 at 0 Hz.
 */
final class Resonator {

    private double a = 1;
    private double b;
    private double c;
    private double last;
    private double lastButOne;

    /** Moves the resonance; what rings goes on ringing. */
    void tune(double hertz, double bandwidth, double sampleRate) {
        double radius = StrictMath.exp(-Math.PI * bandwidth / sampleRate);
        c = -radius * radius;
        b = 2 * radius * StrictMath.cos(2 * Math.PI * hertz / sampleRate);
        a = 1 - b - c;
    }

    double next(double x) {
        double y = a * x + b * last + c * lastButOne;
        lastButOne = last;
        last = y;
        return y;
    }
}
