package dev.unroll.transformer;

/** What tells steps apart, since attention itself does not know their order. */
public enum Positions {

    /** A sine or cosine of the step, of another wavelength for each pair of features, is added to the input. */
    SINUSOIDAL,

    /** A learned vector for each step is added to the input; sequences may be no longer than there are vectors. */
    LEARNED,

    /** Queries and keys are turned by angles that grow with the step (Su et al. 2021, arXiv 2104.09864). */
    ROTARY,

    /** Scores fall linearly with distance, at another slope for each head (Press et al. 2022, arXiv 2108.12409). */
    ALIBI,

    /**
     * A learned value for each head and range of distances is added to scores (Raffel et al. 2020, arXiv 1910.10683).
     */
    RELATIVE,

    /** Nothing. A causal model can still learn order from how many steps it sees; a full one sees a set. */
    NONE
}
