package dev.unroll.gradient;

import java.util.List;

/**
 * Something that can be measured of a model's gradients, states or attention: what {@code unroll gradients} asks of
 * each model in turn. To add one, implement this and name it in {@link Measures}. The Javadoc of a measure carries its
 * formula and paper.
 *
 * <p>What comes out must depend on the subject alone: no clock, no hash order, no randomness but that of a seed.
 */
public interface Measure {

    /** One word by which users choose it, such as {@code reach}. */
    String name();

    /** What it tells, in a few words for {@code --help}. */
    String description();

    /**
     * Measures one model at one moment. Tables of the same name, of all models, are put together under one another,
     * with columns in front that say whose a row is: a measure gives a table the same columns each time.
     *
     * @param subject its parameters' gradients may be overwritten, their values must be as before on return
     * @return the tables; none for a kind of model that this measure says nothing about
     */
    List<MeasureTable> of(Subject subject);
}
