package dev.unroll.dl4j;

import dev.unroll.lstm.LstmSpec;
import dev.unroll.rnn.RnnSpec;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.activations.Activation;

/**
 * What a stack of recurrent layers is in Deeplearning4j.
 *
 * @param cell        of each layer
 * @param activation  of the state and, in an LSTM, of the candidate
 * @param hiddenSizes units of each layer from the input up
 * @param dropout     between layers, from 0 to below 1
 */
record RecurrentForm(Cell cell, Activation activation, List<Integer> hiddenSizes, double dropout) {

    /** The layers that there are. */
    enum Cell { LSTM, LSTM_WITH_PEEPHOLES, SIMPLE_RNN }

    /** Of a spec that {@link Limits} lets pass. */
    static RecurrentForm of(LstmSpec spec) {
        return new RecurrentForm(spec.peepholes() ? Cell.LSTM_WITH_PEEPHOLES : Cell.LSTM,
                activation(spec.outputActivation()), spec.hiddenSizes(), spec.dropout());
    }

    /** The same. */
    static RecurrentForm of(RnnSpec spec) {
        return new RecurrentForm(Cell.SIMPLE_RNN, activation(spec.activation()), spec.hiddenSizes(), spec.dropout());
    }

    private static Activation activation(Enum<?> ours) {
        return Activation.valueOf(ours.name().toUpperCase(Locale.ROOT));
    }

    /** A layer of this form, without its dropout. */
    @SuppressWarnings("deprecation")
    BaseRecurrentLayer.Builder<?> layer(int inputSize, int hiddenSize) {
        BaseRecurrentLayer.Builder<?> builder = switch (cell) {
            case LSTM -> new LSTM.Builder().gateActivationFunction(Activation.SIGMOID);
            case LSTM_WITH_PEEPHOLES -> new GravesLSTM.Builder().gateActivationFunction(Activation.SIGMOID);
            case SIMPLE_RNN -> new SimpleRnn.Builder();
        };
        builder.nIn(inputSize);
        builder.nOut(hiddenSize);
        builder.activation(activation);
        return builder;
    }

    /**
     * For each block of columns of a layer's weights there, which block of ours it is: g, f, o, i there and i, f, g, o
     * here.
     */
    int[] blocks() {
        return cell == Cell.SIMPLE_RNN ? new int[] {0} : new int[] {2, 1, 3, 0};
    }
}
