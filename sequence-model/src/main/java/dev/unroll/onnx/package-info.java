/**
 * Trained models as graphs of ONNX operators, for any runtime of that format. Start at
 * {@link dev.unroll.onnx.OnnxModel}; a kind of model joins with {@link dev.unroll.onnx.OnnxFactory}.
 */
package dev.unroll.onnx;
