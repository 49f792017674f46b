package dev.unroll.dl4j;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network that gives the gradient of its input beside those of its weights, and whose output layer has no mask:
 * what layers below leave of the features' is not one that every output layer can take.
 */
final class ScoringNetwork extends MultiLayerNetwork {

    private static final long serialVersionUID = 1;

    private transient INDArray inputGradient;

    ScoringNetwork(MultiLayerConfiguration configuration) {
        super(configuration);
    }

    /**
     * Leaves the loss in {@link #score()}, the gradients of the weights in {@link #gradient()} and that of the features
     * in {@link #inputGradient()}.
     *
     * @param mask {@code [B, T]}, 1 for the steps that there are
     */
    void differentiate(INDArray features, INDArray labels, INDArray mask) {
        setInput(features);
        setLabels(labels);
        setLayerMaskArrays(mask, null);
        computeGradientAndScore();
        clearLayerMaskArrays();
    }

    INDArray inputGradient() {
        return inputGradient;
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(INDArray mask, MaskState state, int batchSize) {
        Pair<INDArray, MaskState> result = super.feedForwardMaskArray(mask, state, batchSize);
        getOutputLayer().setMaskArray(null);
        return result;
    }

    @Override
    protected Pair<Gradient, INDArray> calcBackpropGradients(INDArray epsilon, boolean withOutputLayer,
            boolean truncated, boolean returnInputGradient) {
        Pair<Gradient, INDArray> result = super.calcBackpropGradients(epsilon, withOutputLayer, truncated, true);
        inputGradient = result.getSecond().detach();
        return result;
    }
}
