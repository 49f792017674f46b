package dev.unroll.gradient;

/**
 * The Lyapunov exponents of a layer's recurrence under the inputs of a task: at what rates small changes of a state, and
 * gradients on their way back, grow (above 0) or fade (below 0) per step, direction by direction. Found by {@link
 * LyapunovAnalysis}, which says how.
 *
 * <p>Legend: K exponents; E points of the running estimate; B sequences.
 *
 * @param layer        the layer's name
 * @param exponents    λ_1 ≥ λ_2 ≥ … but for their error, {@code [K]}, in nats per step, the mean over the sequences
 * @param deviations   their standard deviation over the sequences, {@code [K]}; 0 if there is one sequence
 * @param runningSteps steps after which the running estimates were taken, the transient not counted, {@code [E]}
 * @param running      the exponents as they stood then, {@code [E][K]}: what they settle to is the estimate, and that they
 *                     do shows that it is one
 * @param sequences    B that were longer than the transient
 * @param steps        steps that were counted, over all sequences
 * @param stateSize    S; the spectrum is whole if K is S
 */
public record LyapunovSpectrum(String layer, double[] exponents, double[] deviations, int[] runningSteps,
        double[][] running, int sequences, long steps, int stateSize) {

    /**
     * 1/|λ_1|, the steps in which a gradient changes by the factor e: how long the layer remembers where λ_1 is below 0, how
     * soon it forgets for chaos where it is above; infinite at 0.
     */
    public double memoryTime() {
        return 1 / Math.abs(exponents[0]);
    }

    /**
     * How many of the state's directions the motion fills (Kaplan &amp; Yorke 1979, "Chaotic behavior of multidimensional
     * difference equations"): {@code j + (λ_1 + … + λ_j)/|λ_{j+1}|} with the greatest j for which the sum is not below 0. It
     * is 0 where all exponents are below 0, and S where all of them add up to 0 or more.
     *
     * @return NaN if more exponents are needed than there are
     */
    public double kaplanYorkeDimension() {
        double sum = 0;
        for (int j = 0; j < exponents.length; j++) {
            if (sum + exponents[j] < 0) {
                return j + sum / Math.abs(exponents[j]);
            }
            sum += exponents[j];
        }
        return exponents.length == stateSize ? stateSize : Double.NaN;
    }

    /** The sum of the positive exponents, in nats per step (Pesin 1977): how fast what was small is torn apart. */
    public double entropyRate() {
        double sum = 0;
        for (double exponent : exponents) {
            sum += Math.max(0, exponent);
        }
        return sum;
    }
}
