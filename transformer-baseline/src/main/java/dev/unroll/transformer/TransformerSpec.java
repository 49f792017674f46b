package dev.unroll.transformer;

import dev.unroll.layer.Pooling;
import dev.unroll.model.ModelSpec;

/**
 * Hyperparameters of a {@link TransformerEncoder}.
 *
 * @param modelSize       values per step between blocks; default 64
 * @param numHeads        attention heads per block, a divisor of {@code modelSize}; default 4
 * @param numLayers       blocks; default 2
 * @param feedForwardSize values between the two maps of a feed-forward layer; default 4 {@code modelSize}
 * @param activation      function between those maps: {@code gelu} (default) or {@code relu}
 * @param normFirst       whether each part of a block normalizes its input (default, with a last normalization after
 *                        all blocks; Xiong et al. 2020, arXiv 2002.04745) or the sum of its input and output (as in
 *                        2017)
 * @param causal          whether a step sees no later steps; default true, which suits every task and, like a recurrent
 *                        network, never reads ahead. Must not be false where a step is to predict what follows it.
 * @param positions       what tells steps apart: {@code sinusoidal} (default) or {@code none}
 * @param dropout         probability that a value is dropped in training, from 0 (default) to below 1: of the input
 *                        with its positions, of what each part of a block adds, and after the activation; attention
 *                        weights are kept
 * @param pooling         what stands for a sequence where the target is one per sequence: last (default), the last step,
 *                        which sees all others; mean, over the steps; attention, a mean with learned weights (Yang et
 *                        al. 2016); or first, the first step, which sees all others unless causal
 */
public record TransformerSpec(Integer modelSize, Integer numHeads, Integer numLayers, Integer feedForwardSize,
        Activation activation, Boolean normFirst, Boolean causal, Positions positions, Double dropout, Pooling pooling)
        implements ModelSpec {

    public TransformerSpec {
        modelSize = modelSize == null ? 64 : modelSize;
        numHeads = numHeads == null ? 4 : numHeads;
        numLayers = numLayers == null ? 2 : numLayers;
        requirePositive("modelSize", modelSize);
        requirePositive("numHeads", numHeads);
        requirePositive("numLayers", numLayers);
        if (modelSize % numHeads != 0) {
            throw new IllegalArgumentException("modelSize must be divisible by numHeads; got " + modelSize + " and "
                    + numHeads + "; change one of them, for example modelSize to "
                    + nearestMultiple(modelSize, numHeads));
        }
        feedForwardSize = feedForwardSize == null ? Math.multiplyExact(4, modelSize) : feedForwardSize;
        requirePositive("feedForwardSize", feedForwardSize);
        activation = activation == null ? Activation.GELU : activation;
        normFirst = normFirst == null ? Boolean.TRUE : normFirst;
        causal = causal == null ? Boolean.TRUE : causal;
        positions = positions == null ? Positions.SINUSOIDAL : positions;
        dropout = dropout == null ? 0.0 : dropout;
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout must be at least 0 and less than 1; got " + dropout
                    + "; it is the probability that a value is dropped");
        }
        pooling = pooling == null ? Pooling.LAST : pooling;
        if (pooling == Pooling.FIRST && causal) {
            throw new IllegalArgumentException("pooling first needs a first step that sees the others; got causal true,"
                    + " where it sees itself alone; set causal to false or choose pooling last");
        }
    }

    /** This width, number of heads and number of blocks, all else by default. */
    public static TransformerSpec of(int modelSize, int numHeads, int numLayers) {
        return new TransformerSpec(modelSize, numHeads, numLayers, null, null, null, null, null, null, null);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1; got " + value);
        }
    }

    private static int nearestMultiple(int value, int divisor) {
        return Math.max(1, (value + divisor / 2) / divisor) * divisor;
    }
}
