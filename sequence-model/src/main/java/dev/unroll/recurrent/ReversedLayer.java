package dev.unroll.recurrent;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.layer.Pass;
import dev.unroll.layer.SequenceEncoder.StateVisitor;

/**
 * A recurrent layer that reads each sequence from its last step to its first:
 *
 * <pre>
 * y_t = layer(x_L-1, …, x_t)    for t = L-1 … 0, with L the sequence's own length
 * </pre>
 *
 * <p>The output of step t stands in the row of step t, so what comes of the whole sequence stands in that of step 0.
 */
public final class ReversedLayer extends WrappingLayer {

    private final Engine engine;
    private final Workers.Task mirrorSequence = this::mirrorSequence;

    private float[] mirroredInput = Buffers.EMPTY;    // [R, I]
    private float[] output = Buffers.EMPTY;           // [R, H]
    private float[] mirroredDOutput = Buffers.EMPTY;  // [R, H]
    private float[] mirroredDInput = Buffers.EMPTY;   // [R, I]

    private RowLayout layout;
    private int size;
    private float[] from;
    private float[] to;

    public ReversedLayer(RecurrentLayer layer, Engine engine) {
        super(layer);
        this.engine = engine;
    }

    @Override
    public int reversedSize() {
        return layer().hiddenSize();
    }

    /** @param initialState that before each sequence's last step */
    @Override
    public float[] forward(RowLayout layout, float[] input, float[] initialState, Pass pass) {
        mirroredInput = Buffers.atLeast(mirroredInput, layout.rows() * inputSize());
        output = Buffers.atLeast(output, layout.rows() * hiddenSize());
        mirror(layout, inputSize(), input, mirroredInput);
        mirror(layout, hiddenSize(), layer().forward(layout, mirroredInput, initialState, pass), output);
        return output;
    }

    /** The state after each sequence's first step, which is the last to be read. */
    @Override
    public void finalState(RowLayout layout, float[] state) {
        layer().finalState(layout, state);
    }

    @Override
    public void backward(RowLayout layout, float[] dOutput, float[] dFinalState, float[] dInput,
            float[] dInitialState) {
        mirroredDOutput = Buffers.atLeast(mirroredDOutput, layout.rows() * hiddenSize());
        mirror(layout, hiddenSize(), dOutput, mirroredDOutput);
        if (dInput == null) {
            layer().backward(layout, mirroredDOutput, dFinalState, null, dInitialState);
            return;
        }
        mirroredDInput = Buffers.atLeast(mirroredDInput, layout.rows() * inputSize());
        layer().backward(layout, mirroredDOutput, dFinalState, mirroredDInput, dInitialState);
        mirror(layout, inputSize(), mirroredDInput, dInput);
    }

    private void mirror(RowLayout layout, int size, float[] from, float[] to) {
        this.layout = layout;
        this.size = size;
        this.from = from;
        this.to = to;
        engine.workers().forEach(layout.batchSize(), mirrorSequence);
    }

    private void mirrorSequence(int b) {
        int length = layout.length(b);
        for (int t = 0; t < length; t++) {
            System.arraycopy(from, layout.row(b, t) * size, to, layout.row(b, length - 1 - t) * size, size);
        }
    }

    @Override
    public void states(RowLayout layout, StateVisitor visitor) {
        layer().states(layout, mirrored(layout, visitor));
    }

    @Override
    public void gradientNorms(RowLayout layout, StateVisitor visitor) {
        layer().gradientNorms(layout, mirrored(layout, visitor));
    }

    private static StateVisitor mirrored(RowLayout layout, StateVisitor visitor) {
        return (name, size, values, offset, stride) -> {
            float[] mirrored = new float[layout.rows() * size];
            for (int b = 0; b < layout.batchSize(); b++) {
                for (int t = 0; t < layout.length(b); t++) {
                    System.arraycopy(values, offset + layout.row(b, t) * stride, mirrored,
                            layout.row(b, layout.length(b) - 1 - t) * size, size);
                }
            }
            visitor.visit(name, size, mirrored, 0, size);
        };
    }
}
