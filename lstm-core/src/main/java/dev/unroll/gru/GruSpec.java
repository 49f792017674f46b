package dev.unroll.gru;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.layer.Pooling;
import dev.unroll.model.ModelSpec;
import dev.unroll.recurrent.Backbone;
import dev.unroll.recurrent.Direction;
import dev.unroll.recurrent.RecurrentInitialization;
import dev.unroll.recurrent.RecurrentRegularization;
import dev.unroll.recurrent.StackChecks;
import java.util.List;

/**
 * Hyperparameters of a stack of {@link GruLayer}s.
 *
 * @param hiddenSizes   hidden units of each layer from the input up, at least one layer; required
 * @param dropout       probability that a value between two layers is dropped in training, from 0 (default) to below 1
 * @param embeddingSize values of a token's vector, where the input is tokens; default the first layer's hidden units
 * @param pooling       what stands for a sequence where the target is one per sequence: last (default), the hidden
 *                      state once the whole sequence was read, in each direction; mean, over the steps; attention, a
 *                      mean with learned weights (Yang et al. 2016); or first, the first step's, unless the direction
 *                      is forward
 * @param direction     which way each layer reads the sequence: forward (default), reverse, or bidirectional, with the
 *                      outputs of both, each of the layer's hiddenSizes, side by side
 * @param resetAfter    whether the reset gate acts after the recurrent product, as in PyTorch and cuDNN (default), or
 *                      before it, as in the paper (Cho et al. 2014)
 * @param recurrentInitialization what the recurrent weights are at first, gate by gate: orthogonal (default), glorot or
 *                      identity
 * @param learnedInitialState whether the state that sequences start from is a parameter, at first 0; default false: it
 *                      stays 0
 * @param regularization noise in training: recurrentDropout, dropConnect, zoneout
 * @param backbone      whether layers stand in residual blocks, with a feed-forward part of their own: residual,
 *                      feedForwardSize
 * @param candidateDropout probability that a value of the candidate n is dropped in training, the same units at all
 *                      steps of a sequence, so that nothing a unit holds is ever lost (Semeniuta, Severyn &amp; Barth
 *                      2016, arXiv 1603.05118), from 0 (default) to below 1
 */
public record GruSpec(List<Integer> hiddenSizes, Double dropout, Integer embeddingSize, Pooling pooling,
        Direction direction, Boolean resetAfter, RecurrentInitialization recurrentInitialization,
        Boolean learnedInitialState, @JsonUnwrapped RecurrentRegularization regularization,
        @JsonUnwrapped Backbone backbone, Double candidateDropout) implements ModelSpec {

    public GruSpec {
        StackChecks.requireHiddenSizes(hiddenSizes);
        hiddenSizes = List.copyOf(hiddenSizes);
        dropout = dropout == null ? 0.0 : dropout;
        embeddingSize = embeddingSize == null ? hiddenSizes.get(0) : embeddingSize;
        StackChecks.requireEmbeddingSize(embeddingSize);
        pooling = pooling == null ? Pooling.LAST : pooling;
        direction = direction == null ? Direction.FORWARD : direction;
        StackChecks.requirePooling(pooling, direction);
        resetAfter = resetAfter == null ? true : resetAfter;
        recurrentInitialization =
                recurrentInitialization == null ? RecurrentInitialization.ORTHOGONAL : recurrentInitialization;
        learnedInitialState = learnedInitialState == null ? false : learnedInitialState;
        backbone = Backbone.complete(backbone, hiddenSizes, embeddingSize, direction);
        backbone.requireDropout(dropout, hiddenSizes.size());
        regularization = regularization == null ? RecurrentRegularization.NONE : regularization;
        candidateDropout = candidateDropout == null ? 0.0 : candidateDropout;
        StackChecks.requireProbability("candidateDropout", candidateDropout);
    }

    /** Layers that start from a zero state, without noise on what recurs. */
    public GruSpec(List<Integer> hiddenSizes, Double dropout, Integer embeddingSize, Pooling pooling,
            Direction direction, Boolean resetAfter) {
        this(hiddenSizes, dropout, embeddingSize, pooling, direction, resetAfter, null, null, null, null, null);
    }

    /** Layers of these sizes, all else by default. */
    public static GruSpec of(Integer... hiddenSizes) {
        return new GruSpec(List.of(hiddenSizes), null, null, null, null, null);
    }
}
