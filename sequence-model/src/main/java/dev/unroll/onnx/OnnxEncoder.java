package dev.unroll.onnx;

import dev.unroll.layer.Pooling;

/** A trained sequence encoder, the middle of a native model, as operators of ONNX. */
public interface OnnxEncoder {

    /**
     * Adds the encoder to a graph, with its weights' present values.
     *
     * @param rows {@code [B, T, I]}; rows of padding hold something finite
     * @return {@code [B, T, H]}; rows of padding hold something finite
     */
    String encode(OnnxGraph graph, OnnxSequences sequences, String rows);

    /** How rows become one where the target is one per sequence. */
    Pooling pooling();

    /** H. */
    int outputSize();

    /** How many of the H read a sequence backwards. */
    default int reversedSize() {
        return 0;
    }
}
