package dev.unroll.recurrent;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.RowLayout;
import dev.unroll.layer.Pass;
import dev.unroll.model.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * A recurrent layer whose sequences start from a state that is learned, the same for all of them, where none is
 * given.
 *
 * <pre>
 * s_0 of every sequence = initialState
 * dInitialState = Σ_b ds_0 of sequence b
 * </pre>
 *
 * <p>The parameter is a state of the layer, {@code [S]}: h before c in the long short-term memory; at first 0. Its
 * gradient is summed by the calling thread, in the order of the batch.
 */
public final class LearnedInitialState extends WrappingLayer {

    private final Parameter initialState;
    private float[] start = Buffers.EMPTY;   // [B, S]
    private float[] dStart = Buffers.EMPTY;  // [B, S]
    private boolean learned;

    /** @param name before {@code .initialState}, the name of the parameter */
    public LearnedInitialState(String name, RecurrentLayer layer) {
        super(layer);
        initialState = new Parameter(name + ".initialState", layer.stateSize());
    }

    /** Those of the layer, then the initial state. */
    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(layer().parameters());
        parameters.add(initialState);
        return List.copyOf(parameters);
    }

    @Override
    public void initialState(float[] state, int offset) {
        System.arraycopy(initialState.value(), 0, state, offset, initialState.size());
    }

    /** @param initialState {@code [B, S]}, read; {@code null} means the learned one */
    @Override
    public float[] forward(RowLayout layout, float[] input, float[] initialState, Pass pass) {
        learned = initialState == null;
        if (!learned) {
            return layer().forward(layout, input, initialState, pass);
        }
        int size = stateSize();
        start = Buffers.atLeast(start, layout.batchSize() * size);
        for (int b = 0; b < layout.batchSize(); b++) {
            initialState(start, b * size);
        }
        return layer().forward(layout, input, start, pass);
    }

    @Override
    public void backward(RowLayout layout, float[] dOutput, float[] dFinalState, float[] dInput,
            float[] dInitialState) {
        if (!learned) {
            layer().backward(layout, dOutput, dFinalState, dInput, dInitialState);
            return;
        }
        int size = stateSize();
        dStart = Buffers.atLeast(dStart, layout.batchSize() * size);
        layer().backward(layout, dOutput, dFinalState, dInput, dStart);
        float[] gradient = initialState.gradient();
        for (int b = 0; b < layout.batchSize(); b++) {
            for (int i = 0; i < size; i++) {
                gradient[i] += dStart[b * size + i];
            }
        }
        if (dInitialState != null) {
            System.arraycopy(dStart, 0, dInitialState, 0, layout.batchSize() * size);
        }
    }
}
