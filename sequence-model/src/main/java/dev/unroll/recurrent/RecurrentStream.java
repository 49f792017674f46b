package dev.unroll.recurrent;

import dev.unroll.engine.RowLayout;
import dev.unroll.layer.EncoderStream;
import dev.unroll.layer.Pass;
import java.util.Arrays;
import java.util.List;

/**
 * Recurrent layers at work step by step: each step is a batch of sequences one step long, which start from where the step
 * before left them. Weights are taken in once.
 */
final class RecurrentStream implements EncoderStream {

    private final RecurrentLayer[] layers;
    private final float[][] states;  // by layer, [B, S]
    private final RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);

    RecurrentStream(List<RecurrentLayer> layers, int batchSize) {
        this.layers = layers.toArray(RecurrentLayer[]::new);
        int[] lengths = new int[batchSize];
        Arrays.fill(lengths, 1);
        // Rows of sequences of equal length stand in the order of the batch.
        layout.update(lengths);
        states = new float[this.layers.length][];
        for (int k = 0; k < states.length; k++) {
            this.layers[k].pack(Pass.EVALUATION);
            states[k] = new float[Math.multiplyExact(batchSize, this.layers[k].stateSize())];
        }
        for (int b = 0; b < batchSize; b++) {
            restart(b);
        }
    }

    @Override
    public float[] step(float[] input) {
        float[] output = input;
        for (int k = 0; k < layers.length; k++) {
            output = layers[k].forward(layout, output, states[k], Pass.EVALUATION);
            layers[k].finalState(layout, states[k]);
        }
        return output;
    }

    @Override
    public void restart(int sequence) {
        for (int k = 0; k < layers.length; k++) {
            layers[k].initialState(states[k], sequence * layers[k].stateSize());
        }
    }
}
