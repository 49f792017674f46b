package dev.unroll.dl4j;

import dev.unroll.lstm.LstmSpec;
import dev.unroll.model.ModelEngine;
import dev.unroll.rnn.Activation;
import dev.unroll.rnn.RnnSpec;
import dev.unroll.transformer.TransformerSpec;
import java.util.List;

/** Specs that name the engine under test. */
final class Specs {

    private Specs() {
    }

    static LstmSpec lstm(List<Integer> hiddenSizes, double dropout, boolean peepholes) {
        return new LstmSpec(hiddenSizes, dropout, null, null, null, peepholes, null, null, null, null, null, null,
                null, null, null, null, null, null, null, null, null, null, null, ModelEngine.DL4J);
    }

    static RnnSpec rnn(List<Integer> hiddenSizes, double dropout) {
        return new RnnSpec(hiddenSizes, Activation.TANH, dropout, null, null, null, null, null, null, null, null,
                null, ModelEngine.DL4J);
    }

    static TransformerSpec transformer(double dropout) {
        return new TransformerSpec(12, 2, 2, 20, null, null, null, null, dropout, null, null, null, null, null, null,
                null, null, null, null, ModelEngine.DL4J);
    }
}
