package dev.unroll.dl4j;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A loss of ND4J's for an output layer without activation, weighed target by target: {@code Σ w_n l_n}, where l_n is the
 * sum over the target's components. The weight of a
 * target is the last column of its labels. A mask of labels would not do: Deeplearning4j multiplies the outputs with it
 * too, so that it must be 0 or 1.
 *
 * <p>Legend: N targets, K outputs. Labels are {@code [N, K + 1]}, outputs {@code [N, K]}.
 */
final class WeightedLoss implements ILossFunction {

    private static final long serialVersionUID = 1;

    private final ILossFunction loss;
    private final IActivation activation;

    /**
     * @param loss       of one target
     * @param activation what the loss takes the outputs through first
     */
    WeightedLoss(ILossFunction loss, IActivation activation) {
        this.loss = loss;
        this.activation = activation;
    }

    @Override
    public double computeScore(INDArray labels, INDArray outputs, IActivation identity, INDArray mask, boolean average) {
        return computeScoreArray(labels, outputs, identity, mask).sumNumber().doubleValue();
    }

    @Override
    public INDArray computeScoreArray(INDArray labels, INDArray outputs, IActivation identity, INDArray mask) {
        INDArray losses = loss.computeScoreArray(targets(labels), outputs, activation, null);
        return losses.reshape(labels.size(0), 1).mul(weights(labels));
    }

    @Override
    public INDArray computeGradient(INDArray labels, INDArray outputs, IActivation identity, INDArray mask) {
        return loss.computeGradient(targets(labels), outputs, activation, null).muliColumnVector(weights(labels));
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(INDArray labels, INDArray outputs, IActivation identity,
            INDArray mask, boolean average) {
        return Pair.of(computeScore(labels, outputs, identity, mask, average),
                computeGradient(labels, outputs, identity, mask));
    }

    private static INDArray targets(INDArray labels) {
        return labels.get(NDArrayIndex.all(), NDArrayIndex.interval(0, labels.size(1) - 1)).dup();
    }

    private static INDArray weights(INDArray labels) {
        return labels.get(NDArrayIndex.all(), NDArrayIndex.interval(labels.size(1) - 1, labels.size(1))).dup();
    }

    @Override
    public String name() {
        return "weighted " + loss.name();
    }
}
