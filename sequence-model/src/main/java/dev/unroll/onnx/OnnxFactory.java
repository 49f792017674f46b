package dev.unroll.onnx;

import dev.unroll.model.ModelFactory;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.Parameters;

/**
 * A factory of native models that operators of ONNX can compute.
 *
 * @param <S> the record that holds the kind's hyperparameters
 */
public interface OnnxFactory<S extends ModelSpec> extends ModelFactory<S> {

    /**
     * A model's encoder.
     *
     * @param parameters those of the whole model
     * @throws dev.unroll.exchange.LayoutException if no operator computes what an encoder of this spec does
     */
    OnnxEncoder onnxEncoder(S spec, Parameters parameters);
}
