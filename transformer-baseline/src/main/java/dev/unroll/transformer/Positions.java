package dev.unroll.transformer;

/** What tells steps apart, since attention itself does not know their order. */
public enum Positions {

    /** A sine or cosine of the step, of another wavelength for each pair of features, is added to the input. */
    SINUSOIDAL,

    /** Nothing. A causal model can still learn order from how many steps it sees; a full one sees a set. */
    NONE
}
