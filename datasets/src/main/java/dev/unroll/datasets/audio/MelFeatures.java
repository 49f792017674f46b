package dev.unroll.datasets.audio;

import java.util.Arrays;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/**
 * Logarithmic mel spectra and mel-frequency cepstra of sound (Davis &amp; Mermelstein 1980, "Comparison of parametric
 * representations for monosyllabic word recognition"), frame by frame:
 * <pre>
 *   y[n] = x[n] - 0.97 x[n-1]                              pre-emphasis
 *   s[n] = y[n] (0.54 - 0.46 cos(2 pi n / (N - 1)))        Hamming window of N samples
 *   P[k] = |DFT(s)[k]|²                                    zero-padded to a power of two
 *   E[b] = log max(sum_k W[b][k] P[k], 1e-10)              mel bands
 *   c[i] = sqrt(2 / B) sum_b E[b] cos(pi i (b + 0.5) / B)  cepstra, i from 0
 * </pre>
 * A derivative is the regression over two frames to each side, the edges repeated (as in HTK):
 * {@code d[t] = sum_n n (c[t+n] - c[t-n]) / 10} for n = 1, 2.
 *
 * <p>Only whole frames count; a sound shorter than a frame is padded with silence to one. The bits are the same on every
 * machine: the transform is sums and products from tables, everything else is {@link StrictMath}. Immutable.
 */
public final class MelFeatures {

    private static final double PRE_EMPHASIS = 0.97;
    private static final double FLOOR = 1e-10;

    private final MelSpec spec;
    private final int frameLength;
    private final int hop;
    private final int transformLength;
    private final double[] window;
    private final MelFilters filters;
    private final double[][] cosines;

    /**
     * @param sampleRate of the sounds, in Hz
     * @throws IllegalArgumentException if the bands reach above half the sampling rate, or a frame is under two samples
     */
    public MelFeatures(MelSpec spec, int sampleRate) {
        double highHz = spec.highHz() == null ? sampleRate / 2.0 : spec.highHz();
        if (highHz > sampleRate / 2.0 || highHz <= spec.lowHz()) {
            throw new IllegalArgumentException("highHz must be above lowHz and at most half the sampling rate; got "
                    + highHz + " with lowHz " + spec.lowHz() + " at " + sampleRate + " Hz");
        }
        this.spec = spec;
        frameLength = (int) (spec.frameMillis() * sampleRate / 1000 + 0.5);
        hop = Math.max(1, (int) (spec.hopMillis() * sampleRate / 1000 + 0.5));
        if (frameLength < 2) {
            throw new IllegalArgumentException("frameMillis must make a frame of at least two samples; got "
                    + spec.frameMillis() + " ms at " + sampleRate + " Hz");
        }
        transformLength = Math.max(4, Integer.highestOneBit(frameLength - 1) << 1);
        window = new double[frameLength];
        for (int n = 0; n < frameLength; n++) {
            window[n] = 0.54 - 0.46 * StrictMath.cos(2 * Math.PI * n / (frameLength - 1));
        }
        filters = new MelFilters(spec.bands(), transformLength / 2 + 1, (double) sampleRate / transformLength,
                spec.lowHz(), highHz);
        cosines = new double[spec.coefficients()][spec.bands()];
        double norm = Math.sqrt(2.0 / spec.bands());
        for (int i = 0; i < spec.coefficients(); i++) {
            for (int b = 0; b < spec.bands(); b++) {
                cosines[i][b] = norm * StrictMath.cos(Math.PI * i * (b + 0.5) / spec.bands());
            }
        }
    }

    /** Features per frame, C. */
    public int size() {
        return spec.size();
    }

    /** Frames of a sound of so many samples, at least 1. */
    public int frames(int samples) {
        return samples <= frameLength ? 1 : 1 + (samples - frameLength) / hop;
    }

    /**
     * The features of a sound.
     *
     * @param samples from -1 to 1; read
     * @return {@code [frames, C]}
     */
    public float[] of(float[] samples) {
        int frames = frames(samples.length);
        int coefficients = spec.coefficients();
        double[][] statics = new double[frames][coefficients];
        double[][] spectrum = new double[2][transformLength];
        double[] power = new double[transformLength / 2 + 1];
        double[] energies = new double[spec.bands()];
        for (int t = 0; t < frames; t++) {
            frame(samples, t * hop, spectrum, power);
            for (int b = 0; b < energies.length; b++) {
                energies[b] = StrictMath.log(Math.max(FLOOR, filters.energy(b, power)));
            }
            for (int i = 0; i < coefficients; i++) {
                statics[t][i] = spec.features().equals("mfcc") ? dot(cosines[i], energies) : energies[i];
            }
        }
        float[] all = new float[frames * size()];
        double[][] values = statics;
        for (int order = 0; order <= spec.deltas(); order++) {
            values = order == 0 ? statics : derivative(values);
            for (int t = 0; t < frames; t++) {
                for (int i = 0; i < coefficients; i++) {
                    all[t * size() + order * coefficients + i] = (float) values[t][i];
                }
            }
        }
        return all;
    }

    /** Overwrites {@code power} with the power spectrum of the frame that begins at a sample. */
    private void frame(float[] samples, int start, double[][] spectrum, double[] power) {
        double[] real = spectrum[0];
        double[] imaginary = spectrum[1];
        Arrays.fill(imaginary, 0);
        Arrays.fill(real, 0);
        int end = Math.min(frameLength, samples.length - start);
        for (int n = 0; n < end; n++) {
            double before = start + n == 0 ? 0 : samples[start + n - 1];
            real[n] = (samples[start + n] - PRE_EMPHASIS * before) * window[n];
        }
        FastFourierTransformer.transformInPlace(spectrum, DftNormalization.STANDARD, TransformType.FORWARD);
        for (int k = 0; k < power.length; k++) {
            power[k] = real[k] * real[k] + imaginary[k] * imaginary[k];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[][] derivative(double[][] values) {
        int last = values.length - 1;
        double[][] derivative = new double[values.length][values[0].length];
        for (int t = 0; t <= last; t++) {
            for (int i = 0; i < values[t].length; i++) {
                double near = values[Math.min(last, t + 1)][i] - values[Math.max(0, t - 1)][i];
                double far = values[Math.min(last, t + 2)][i] - values[Math.max(0, t - 2)][i];
                derivative[t][i] = (near + 2 * far) / 10;
            }
        }
        return derivative;
    }
}
