package dev.unroll.recurrent;

import dev.unroll.engine.RowLayout;
import dev.unroll.layer.Pass;
import dev.unroll.layer.SequenceEncoder.StateVisitor;
import dev.unroll.model.Parameter;
import dev.unroll.model.Recurrence;
import java.util.List;

/** A layer around another, like it in everything that a subclass does not change. */
abstract class WrappingLayer implements RecurrentLayer {

    private final RecurrentLayer layer;

    WrappingLayer(RecurrentLayer layer) {
        this.layer = layer;
    }

    /** The one inside. */
    final RecurrentLayer layer() {
        return layer;
    }

    @Override
    public int inputSize() {
        return layer.inputSize();
    }

    @Override
    public int hiddenSize() {
        return layer.hiddenSize();
    }

    @Override
    public int reversedSize() {
        return layer.reversedSize();
    }

    @Override
    public int stateSize() {
        return layer.stateSize();
    }

    @Override
    public List<Parameter> parameters() {
        return layer.parameters();
    }

    @Override
    public void initialState(float[] state, int offset) {
        layer.initialState(state, offset);
    }

    @Override
    public void pack(Pass pass) {
        layer.pack(pass);
    }

    @Override
    public void finalState(RowLayout layout, float[] state) {
        layer.finalState(layout, state);
    }

    @Override
    public List<Recurrence> recurrences(RowLayout layout) {
        return layer.recurrences(layout);
    }

    @Override
    public void states(RowLayout layout, StateVisitor visitor) {
        layer.states(layout, visitor);
    }

    @Override
    public void keepGradientNorms(boolean keep) {
        layer.keepGradientNorms(keep);
    }

    @Override
    public void gradientNorms(RowLayout layout, StateVisitor visitor) {
        layer.gradientNorms(layout, visitor);
    }
}
