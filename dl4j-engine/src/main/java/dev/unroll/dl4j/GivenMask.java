package dev.unroll.dl4j;

import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Dropout whose mask is given: zero where a value is dropped, else what it is multiplied with. */
final class GivenMask implements IDropout {

    private static final long serialVersionUID = 1;

    /** As the values; {@code null} to drop none. */
    transient INDArray mask;

    @Override
    public INDArray applyDropout(INDArray values, INDArray result, int iteration, int epoch, LayerWorkspaceMgr manager) {
        return mask == null ? result.assign(values) : values.mul(mask, result);
    }

    @Override
    public INDArray backprop(INDArray dResult, INDArray dValues, int iteration, int epoch) {
        return mask == null ? dValues.assign(dResult) : dResult.mul(mask, dValues);
    }

    @Override
    public void clear() {
    }

    /** This one: a configuration's copy must drop what is given here. */
    @Override
    public IDropout clone() {
        return this;
    }
}
