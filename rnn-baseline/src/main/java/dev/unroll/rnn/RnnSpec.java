package dev.unroll.rnn;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.layer.Pooling;
import dev.unroll.model.ModelEngine;
import dev.unroll.model.ModelSpec;
import dev.unroll.recurrent.Backbone;
import dev.unroll.recurrent.Direction;
import dev.unroll.recurrent.RecurrentInitialization;
import dev.unroll.recurrent.RecurrentRegularization;
import dev.unroll.recurrent.StackChecks;
import java.util.List;

/**
 * Hyperparameters of a stack of {@link RnnLayer}s.
 *
 * @param hiddenSizes   hidden units of each layer from the input up, at least one layer; required
 * @param activation    what each unit applies to its weighted sum: tanh (default) or relu
 * @param dropout       probability that a value between two layers is dropped in training, from 0 (default) to below 1
 * @param embeddingSize values of a token's vector, where the input is tokens; default the first layer's hidden units
 * @param pooling       what stands for a sequence where the target is one per sequence: last (default), the hidden
 *                      state once the whole sequence was read, in each direction; mean, over the steps; attention, a
 *                      mean with learned weights (Yang et al. 2016); or first, the first step's, unless the direction
 *                      is forward
 * @param recurrentInitialization what the recurrent weights are at first: orthogonal (default), glorot, identity or
 *                      uniform, as PyTorch begins
 *                      (with activation relu the IRNN of Le, Jaitly &amp; Hinton 2015, arXiv 1504.00941)
 * @param learnedInitialState whether the state that sequences start from is a parameter, at first 0; default false: it
 *                      stays 0
 * @param direction     which way each layer reads the sequence: forward (default), reverse, or bidirectional, with the
 *                      outputs of both, each of the layer's hiddenSizes, side by side
 * @param leak          the share of a unit that each step renews, above 0 and up to 1 (default, all of it): leaky units
 *                      (Jaeger, Lukoševičius, Popovici &amp; Siewert 2007)
 * @param layerNorm     whether the weighted sums are normalized before the bias and the activation, with a gain (Ba,
 *                      Kiros &amp; Hinton 2016, arXiv 1607.06450); default false
 * @param regularization noise in training: recurrentDropout, dropConnect, zoneout
 * @param backbone      whether layers stand in residual blocks, with a feed-forward part of their own: residual,
 *                      feedForwardSize
 * @param engine        what computes the model: native (default) or dl4j
 */
public record RnnSpec(List<Integer> hiddenSizes, Activation activation, Double dropout, Integer embeddingSize,
        Pooling pooling, RecurrentInitialization recurrentInitialization, Boolean learnedInitialState,
        Direction direction, Double leak, Boolean layerNorm, @JsonUnwrapped RecurrentRegularization regularization,
        @JsonUnwrapped Backbone backbone, ModelEngine engine) implements ModelSpec {

    public RnnSpec {
        StackChecks.requireHiddenSizes(hiddenSizes);
        hiddenSizes = List.copyOf(hiddenSizes);
        activation = activation == null ? Activation.TANH : activation;
        dropout = dropout == null ? 0.0 : dropout;
        embeddingSize = embeddingSize == null ? hiddenSizes.get(0) : embeddingSize;
        StackChecks.requireEmbeddingSize(embeddingSize);
        pooling = pooling == null ? Pooling.LAST : pooling;
        recurrentInitialization =
                recurrentInitialization == null ? RecurrentInitialization.ORTHOGONAL : recurrentInitialization;
        learnedInitialState = learnedInitialState == null ? false : learnedInitialState;
        direction = direction == null ? Direction.FORWARD : direction;
        StackChecks.requirePooling(pooling, direction);
        layerNorm = layerNorm == null ? false : layerNorm;
        StackChecks.requireNormalizable(layerNorm, hiddenSizes);
        backbone = Backbone.complete(backbone, hiddenSizes, embeddingSize, direction);
        backbone.requireDropout(dropout, hiddenSizes.size());
        regularization = regularization == null ? RecurrentRegularization.NONE : regularization;
        engine = engine == null ? ModelEngine.NATIVE : engine;
        leak = leak == null ? 1.0 : leak;
        if (!(leak > 0 && leak <= 1)) {
            throw new IllegalArgumentException("leak must be above 0 and at most 1; got " + leak
                    + "; leave it out for units that do not leak");
        }
    }

    /** Layers that read forward from a zero state. */
    public RnnSpec(List<Integer> hiddenSizes, Activation activation, Double dropout, Integer embeddingSize,
            Pooling pooling) {
        this(hiddenSizes, activation, dropout, embeddingSize, pooling, null, null, null, null, null, null, null, null);
    }

    /** Layers of these sizes, all else by default. */
    public static RnnSpec of(Integer... hiddenSizes) {
        return new RnnSpec(List.of(hiddenSizes), null, null, null, null);
    }
}
