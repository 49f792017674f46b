package dev.unroll.layer;

import dev.unroll.engine.RowLayout;
import dev.unroll.layer.SequenceEncoder.StateVisitor;
import dev.unroll.model.Parameter;
import java.util.List;

/**
 * Makes one vector of the rows of each sequence; {@link Pooling} at work. Rows exist for real steps alone, so no padding
 * can reach it.
 *
 * <p>Legend: R rows, one per real step; B sequences; H values of a row.
 */
interface PoolingLayer {

    /** In a fixed order; none unless the pooling learns. */
    default List<Parameter> parameters() {
        return List.of();
    }

    /**
     * @param rows   {@code [R, H]}, read; must stay unchanged until backward is done
     * @param pooled {@code [B, H]} in batch order, overwritten; must stay unchanged until backward is done
     */
    void forward(RowLayout layout, float[] rows, float[] pooled);

    /**
     * Backward of the latest forward; accumulates the parameters' gradients.
     *
     * @param rows    as in forward
     * @param dPooled {@code [B, H]}, read
     * @param dRows   {@code [R, H]}, overwritten
     */
    void backward(RowLayout layout, float[] rows, float[] dPooled, float[] dRows);

    /** This pooling at work step by step, with its parameters' values of this moment, which must then not change. */
    PoolingStream stream(int batchSize);

    /** Reports what the latest forward gave each row, if it is more than a place or a number of steps. */
    default void states(RowLayout layout, StateVisitor visitor) {
    }
}
