package dev.unroll.datasets.audio;

/**
 * Triangular bands, equally wide and half overlapping on the mel scale (Stevens, Volkmann &amp; Newman 1937, in
 * O'Shaughnessy's form): {@code mel(f) = 2595 log10(1 + f / 700)}. A triangle has height 1 at its centre and is 0 at the
 * centres of its neighbours.
 */
final class MelFilters {

    // Of each band: the first bin of the spectrum with weight, and the weights from there on.
    private final int[] first;
    private final double[][] weights;

    /**
     * @param bins       K, bins of the power spectrum from 0 to half the sampling rate
     * @param binHz      from one bin to the next
     * @param lowHz      where the first triangle begins
     * @param highHz     where the last triangle ends
     */
    MelFilters(int bands, int bins, double binHz, double lowHz, double highHz) {
        first = new int[bands];
        weights = new double[bands][];
        double low = mel(lowHz);
        double step = (mel(highHz) - low) / (bands + 1);
        for (int b = 0; b < bands; b++) {
            double left = hertz(low + b * step);
            double centre = hertz(low + (b + 1) * step);
            double right = hertz(low + (b + 2) * step);
            int from = Math.max(0, (int) Math.ceil(left / binHz));
            int to = Math.min(bins - 1, (int) Math.floor(right / binHz));
            first[b] = from;
            weights[b] = new double[Math.max(0, to - from + 1)];
            for (int k = from; k <= to; k++) {
                double hertz = k * binHz;
                weights[b][k - from] = Math.max(0,
                        hertz <= centre ? (hertz - left) / (centre - left) : (right - hertz) / (right - centre));
            }
        }
    }

    private static double mel(double hertz) {
        return 2595 * StrictMath.log10(1 + hertz / 700);
    }

    private static double hertz(double mel) {
        return 700 * (StrictMath.pow(10, mel / 2595) - 1);
    }

    /** The energy in a band of a power spectrum. */
    double energy(int band, double[] power) {
        double sum = 0;
        for (int k = 0; k < weights[band].length; k++) {
            sum += weights[band][k] * power[first[band] + k];
        }
        return sum;
    }
}
