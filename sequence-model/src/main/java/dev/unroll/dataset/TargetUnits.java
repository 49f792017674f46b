package dev.unroll.dataset;

/**
 * How a value target, scaled for training, relates to the data's own units:
 * {@code original = scaled * scale[k] + offset[k]} for component k.
 *
 * @param unit       the name of the unit, such as {@code MW}; empty if it has none
 * @param scale      {@code [K]}
 * @param offset     {@code [K]}
 * @param naiveError {@code [K]}, mean absolute error, in the data's units, of the one-step (or one-season) naive forecast
 *                   over the training part: the denominator of MASE (Hyndman &amp; Koehler 2006); NaN where undefined
 */
public record TargetUnits(String unit, double[] scale, double[] offset, double[] naiveError) {

    public double toOriginal(int component, float scaled) {
        return scaled * scale[component] + offset[component];
    }
}
