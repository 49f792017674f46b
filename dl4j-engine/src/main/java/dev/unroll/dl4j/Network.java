package dev.unroll.dl4j;

import dev.unroll.model.Parameters;
import dev.unroll.random.Randomness;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What lies between a batch's rows and its outputs, in one of the forms that Deeplearning4j has for networks.
 *
 * <p>B sequences, T steps of the longest, F values of a row, K outputs, N targets: B, or B T for a target per step.
 */
interface Network {

    /** Takes in the present values of the parameters that it has a place for. */
    void load(Parameters parameters);

    /** {@code [N, K]}, without dropout; what it holds past a sequence's length is undefined. */
    INDArray outputs(Rows rows);

    /**
     * Forward, loss and backward.
     *
     * @param dropout randomness of the values dropped; {@code null} for none
     */
    Backward backward(Rows rows, Targets targets, Randomness dropout);

    /** Inner states without dropout, by name, each {@code [B, T, size]}; undefined past a sequence's length. */
    Map<String, INDArray> states(Rows rows);

    /** Weights of attention by name, one head each, {@code [B, T, T]}; empty for networks without. */
    default Map<String, INDArray> attention(Rows rows) {
        return Map.of();
    }

    /**
     * What backward gives.
     *
     * @param gradients by the parameters' names, each in the parameter's layout
     * @param dRows     {@code [B, T, F]}
     */
    record Backward(double loss, Map<String, double[]> gradients, double[] dRows) {
    }
}
