package dev.unroll.transformer;

import dev.unroll.layer.Pooling;
import dev.unroll.model.ModelEngine;
import dev.unroll.model.ModelSpec;

/**
 * Hyperparameters of a {@link TransformerEncoder}.
 *
 * @param modelSize        values per step between blocks; default 64
 * @param numHeads         attention heads per block, a divisor of {@code modelSize}; default 4
 * @param numLayers        blocks; default 2
 * @param feedForwardSize  values between the two maps of a feed-forward layer; default 4 {@code modelSize}, and with
 *                         {@code swiglu} two thirds of that, rounded up, for as many weights
 * @param activation       function between those maps: {@code gelu} (default), {@code gelu-tanh}, {@code relu} or
 *                         {@code swiglu}
 * @param normFirst        whether each part of a block normalizes its input (default, with a last normalization after
 *                         all blocks; Xiong et al. 2020, arXiv 2002.04745) or the sum of its input and output (as in
 *                         2017)
 * @param causal           whether a step sees no later steps; default true, which suits every task and, like a
 *                         recurrent network, never reads ahead. Must not be false where a step is to predict what
 *                         follows it.
 * @param positions        what tells steps apart: {@code sinusoidal} (default), {@code learned}, {@code rotary},
 *                         {@code alibi}, {@code relative} or {@code none}
 * @param dropout          probability that a value is dropped in training, from 0 (default) to below 1: of what each
 *                         part of a block adds, and after the activation
 * @param pooling          what stands for a sequence where the target is one per sequence: last (default), the last
 *                         step, which sees all others; mean, over the steps; attention, a mean with learned weights
 *                         (Yang et al. 2016); or first, the first step, which sees all others unless causal
 * @param numKeyValueHeads heads of keys and values, a divisor of {@code numHeads}, each shared by as many heads of
 *                         queries (Ainslie et al. 2023, arXiv 2305.13245); default {@code numHeads}
 * @param normalization    {@code layer} (default) or {@code rms}
 * @param attentionWindow  how many steps back a step sees, itself counted, and as many ahead if not causal (Beltagy et
 *                         al. 2020, arXiv 2004.05150); at least 1; default none: it sees all
 * @param maxPositions     with {@code learned} positions the greatest length of a sequence; default 1024. Must be left
 *                         out with others, which take any length.
 * @param embeddingDropout the same as {@code dropout}, of what enters the first block; default {@code dropout}
 * @param attentionDropout the same, of the weights of attention; default 0
 * @param stochasticDepth  probability that the last block is skipped for a sequence in training, falling linearly to
 *                         the first (Huang et al. 2016, arXiv 1603.09382), from 0 (default) to below 1
 * @param scaledInitialization whether weights that write into the residual stream are at first scaled by
 *                         {@code 1 / sqrt(2 numLayers)}, so that its variance does not grow with depth (Radford et al.
 *                         2019); default {@code normFirst}
 * @param tieEmbeddings    whether the scores of the symbols are inner products with their embeddings (Press &amp; Wolf
 *                         2017, arXiv 1608.05859), for tasks whose classes are the symbols; default false
 * @param engine           what computes the model: {@code native} (default) or {@code dl4j}
 */
public record TransformerSpec(Integer modelSize, Integer numHeads, Integer numLayers, Integer feedForwardSize,
        Activation activation, Boolean normFirst, Boolean causal, Positions positions, Double dropout, Pooling pooling,
        Integer numKeyValueHeads, Normalization normalization, Integer attentionWindow, Integer maxPositions,
        Double embeddingDropout, Double attentionDropout, Double stochasticDepth, Boolean scaledInitialization,
        Boolean tieEmbeddings, ModelEngine engine) implements ModelSpec {

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
        numKeyValueHeads = numKeyValueHeads == null ? numHeads : numKeyValueHeads;
        requirePositive("numKeyValueHeads", numKeyValueHeads);
        if (numHeads % numKeyValueHeads != 0) {
            throw new IllegalArgumentException("numHeads must be divisible by numKeyValueHeads; got " + numHeads
                    + " and " + numKeyValueHeads + "; each head of keys and values serves as many heads of queries");
        }
        activation = activation == null ? Activation.GELU : activation;
        feedForwardSize = feedForwardSize == null ? defaultFeedForwardSize(modelSize, activation) : feedForwardSize;
        requirePositive("feedForwardSize", feedForwardSize);
        normFirst = normFirst == null ? Boolean.TRUE : normFirst;
        causal = causal == null ? Boolean.TRUE : causal;
        positions = positions == null ? Positions.SINUSOIDAL : positions;
        if (positions == Positions.ROTARY && modelSize / numHeads % 2 != 0) {
            throw new IllegalArgumentException("modelSize / numHeads must be even for rotary positions, which turn"
                    + " values in pairs; got " + modelSize + " / " + numHeads
                    + "; choose fewer heads or other positions");
        }
        normalization = normalization == null ? Normalization.LAYER : normalization;
        if (attentionWindow != null) {
            requirePositive("attentionWindow", attentionWindow);
        }
        if (maxPositions != null && positions != Positions.LEARNED) {
            throw new IllegalArgumentException("maxPositions needs positions learned; got " + maxPositions
                    + " with other positions, which take sequences of any length; leave it out");
        }
        maxPositions = maxPositions == null && positions == Positions.LEARNED ? Integer.valueOf(1024) : maxPositions;
        if (maxPositions != null) {
            requirePositive("maxPositions", maxPositions);
        }
        dropout = requireProbability("dropout", dropout == null ? 0.0 : dropout, "a value is dropped");
        embeddingDropout = requireProbability("embeddingDropout", embeddingDropout == null ? dropout : embeddingDropout,
                "a value is dropped");
        attentionDropout = requireProbability("attentionDropout", attentionDropout == null ? 0.0 : attentionDropout,
                "a weight is dropped");
        stochasticDepth = requireProbability("stochasticDepth", stochasticDepth == null ? 0.0 : stochasticDepth,
                "the last block is skipped");
        scaledInitialization = scaledInitialization == null ? normFirst : scaledInitialization;
        tieEmbeddings = tieEmbeddings == null ? Boolean.FALSE : tieEmbeddings;
        engine = engine == null ? ModelEngine.NATIVE : engine;
        pooling = pooling == null ? Pooling.LAST : pooling;
        if (pooling == Pooling.FIRST && causal) {
            throw new IllegalArgumentException("pooling first needs a first step that sees the others; got causal true,"
                    + " where it sees itself alone; set causal to false or choose pooling last");
        }
    }

    /** Without the options beyond the first Transformer's. */
    public TransformerSpec(Integer modelSize, Integer numHeads, Integer numLayers, Integer feedForwardSize,
            Activation activation, Boolean normFirst, Boolean causal, Positions positions, Double dropout,
            Pooling pooling) {
        this(modelSize, numHeads, numLayers, feedForwardSize, activation, normFirst, causal, positions, dropout,
                pooling, null, null, null, null, null, null, null, null, null, null);
    }

    /** This width, number of heads and number of blocks, all else by default. */
    public static TransformerSpec of(int modelSize, int numHeads, int numLayers) {
        return new TransformerSpec(modelSize, numHeads, numLayers, null, null, null, null, null, null, null);
    }

    /** Values of one head. */
    int headSize() {
        return modelSize / numHeads;
    }

    private static int defaultFeedForwardSize(int modelSize, Activation activation) {
        int four = Math.multiplyExact(4, modelSize);
        return activation.gated() ? (int) ((2L * four + 2) / 3) : four;
    }

    private static double requireProbability(String name, double value, String event) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be at least 0 and less than 1; got " + value
                    + "; it is the probability that " + event);
        }
        return value;
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
