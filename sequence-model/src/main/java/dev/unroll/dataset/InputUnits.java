package dev.unroll.dataset;

import java.util.List;

/**
 * What a user's own input to a trained model looks like: the names of the features in order, and how they were scaled,
 * {@code original = scaled * scale[f] + offset[f]}. For tokens, the names are the symbols and there is no scaling.
 *
 * @param names  {@code [F]} names of the features, or of the vocabulary's symbols for tokens
 * @param scale  {@code [F]}, all 1 where nothing was scaled; empty for tokens
 * @param offset {@code [F]}, all 0 where nothing was scaled; empty for tokens
 * @param steps  steps that every sequence has, such as a forecast's window; 0 if lengths may vary
 */
public record InputUnits(List<String> names, double[] scale, double[] offset, int steps) {
}
