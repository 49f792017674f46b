package dev.unroll.recurrent;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.layer.LayerNorm;
import dev.unroll.layer.Pass;
import dev.unroll.model.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A layer whose output is normalized, as the last of residual blocks is: {@code y = norm(layer(x))}. */
final class NormalizedLayer extends WrappingLayer {

    private static final int ROW_BLOCK = 64;

    private final int size;
    private final Engine engine;
    private final LayerNorm norm;
    private final Workers.Task normalize = this::normalize;
    private final Workers.Task normalizeBackward = this::normalizeBackward;
    private int rows;
    private float[] layerOutput;
    private float[] output = Buffers.EMPTY;
    private float[] dOutput;
    private float[] dLayer = Buffers.EMPTY;

    /** @param name of the normalization, whose parameters are called {@code name.gain} and {@code name.bias} */
    NormalizedLayer(String name, RecurrentLayer layer, Engine engine) {
        super(layer);
        this.engine = engine;
        size = layer.hiddenSize();
        norm = new LayerNorm(name, size, engine);
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(layer().parameters());
        parameters.addAll(norm.parameters());
        return List.copyOf(parameters);
    }

    @Override
    public float[] forward(RowLayout layout, float[] input, float[] initialState, Pass pass) {
        rows = layout.rows();
        layerOutput = layer().forward(layout, input, initialState, pass);
        output = Buffers.atLeast(output, rows * size);
        norm.prepare(rows);
        engine.workers().forEach((rows + ROW_BLOCK - 1) / ROW_BLOCK, normalize);
        return output;
    }

    private void normalize(int block) {
        norm.forwardRows(block * ROW_BLOCK, to(block), layerOutput, output);
    }

    @Override
    public void backward(RowLayout layout, float[] dOutput, float[] dFinalState, float[] dInput,
            float[] dInitialState) {
        this.dOutput = dOutput;
        dLayer = Buffers.atLeast(dLayer, rows * size);
        engine.workers().forEach((rows + ROW_BLOCK - 1) / ROW_BLOCK, normalizeBackward);
        norm.parameterGradients(rows, layerOutput, dOutput);
        layer().backward(layout, dLayer, dFinalState, dInput, dInitialState);
    }

    private void normalizeBackward(int block) {
        int from = block * ROW_BLOCK;
        Arrays.fill(dLayer, from * size, to(block) * size, 0f);
        norm.inputGradientRows(from, to(block), layerOutput, dOutput, dLayer);
    }

    private int to(int block) {
        return Math.min(rows, (block + 1) * ROW_BLOCK);
    }
}
