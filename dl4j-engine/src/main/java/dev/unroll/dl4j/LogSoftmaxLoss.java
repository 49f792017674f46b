package dev.unroll.dl4j;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Cross-entropy of scores, {@code −Σ_k y_k log p_k} with {@code log p_k = s_k − max − log Σ_j exp(s_j − max)}, its
 * gradient {@code p − y}. ND4J's own takes the logarithm of probabilities that it keeps above 1e-10, so that the loss of
 * a confident mistake stays at 23.
 *
 * <p>Legend: N targets, K classes. Labels y, scores s and gradients are {@code [N, K]}; no activation, no mask.
 */
final class LogSoftmaxLoss extends LossMCXENT {

    private static final long serialVersionUID = 1;

    @Override
    public INDArray computeScoreArray(INDArray labels, INDArray scores, IActivation identity, INDArray mask) {
        return labels.castTo(scores.dataType()).mul(logProbabilities(scores)).sum(true, 1).negi();
    }

    @Override
    public INDArray computeGradient(INDArray labels, INDArray scores, IActivation identity, INDArray mask) {
        return Transforms.exp(logProbabilities(scores), false).subi(labels.castTo(scores.dataType()));
    }

    private static INDArray logProbabilities(INDArray scores) {
        INDArray shifted = scores.subColumnVector(scores.max(true, 1));
        INDArray sums = Transforms.exp(shifted, true).sum(true, 1);
        return shifted.subiColumnVector(Transforms.log(sums, false));
    }
}
