package dev.unroll.lstm;

import dev.unroll.model.Parameter;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.RecurrentInitialization;
import dev.unroll.recurrent.RecurrentWeights;

/**
 * What the weights and biases of a long short-term memory are at first. Biases not named here are 0.
 *
 * <pre>
 * b_f = forgetBias                                     (Jozefowicz, Zaremba &amp; Sutskever 2015)
 * b_f = ln u, u uniform in [1, T - 1),   b_i = -b_f    chrono (Tallec &amp; Ollivier 2018, arXiv 1804.11188)
 * </pre>
 *
 * @param forgetBias   of every forget gate, without chrono
 * @param chronoLength T, the longest time a cell may have to remember for, in steps; 0 for no chrono initialization
 * @param recurrent    of the recurrent weights; the input weights are uniform after Glorot
 */
record LstmInitialization(double forgetBias, int chronoLength, RecurrentInitialization recurrent) {

    /** Fills the weights and biases of a layer with that cell. Gates without weights have no bias either. */
    void apply(RecurrentWeights weights, LstmCell cell, Randomness randomness) {
        weights.initialize(recurrent, randomness);
        if (!cell.forgetGate()) {
            return;
        }
        Parameter bias = weights.bias();
        int hiddenSize = weights.hiddenSize();
        RandomStream stream = randomness.derive(bias.name()).stream();
        for (int j = 0; j < hiddenSize; j++) {
            int f = cell.forgetColumn() * hiddenSize + j;
            if (chronoLength == 0) {
                bias.value()[f] = (float) forgetBias;
                continue;
            }
            bias.value()[f] = (float) StrictMath.log(1 + (chronoLength - 2) * stream.nextDouble());
            if (cell.learnsInputGate()) {
                bias.value()[j] = -bias.value()[f];
            }
        }
    }
}
