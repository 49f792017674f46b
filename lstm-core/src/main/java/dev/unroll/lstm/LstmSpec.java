package dev.unroll.lstm;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.layer.Pooling;
import dev.unroll.model.ModelEngine;
import dev.unroll.model.ModelSpec;
import dev.unroll.recurrent.Backbone;
import dev.unroll.recurrent.Direction;
import dev.unroll.recurrent.RecurrentInitialization;
import dev.unroll.recurrent.StackChecks;
import java.util.Collections;
import java.util.List;

/**
 * Hyperparameters of a stack of long short-term memory layers. What is left out makes the vanilla {@link LstmLayer};
 * the variants (Greff, Srivastava, Koutník, Steunebrink &amp; Schmidhuber 2017, "LSTM: a search space odyssey", arXiv
 * 1503.04069) may be combined.
 *
 * @param hiddenSizes   hidden units of each layer from the input up, at least one layer; required
 * @param dropout       probability that a value between two layers is dropped in training, from 0 (default) to below 1
 * @param forgetBias    what the bias of the forget gates is at first; default 1 (Jozefowicz, Zaremba &amp; Sutskever
 *                      2015), and 0, the only value, without forget gates or with chronoLength
 * @param embeddingSize values of a token's vector, where the input is tokens; default the first layer's hidden units
 * @param pooling       what stands for a sequence where the target is one per sequence: last (default), the hidden
 *                      state once the whole sequence was read, in each direction; mean, over the steps; attention, a
 *                      mean with learned weights (Yang et al. 2016); or first, the first step's, unless the direction
 *                      is forward
 * @param peepholes     whether gates see the cell: i_t and f_t see c_{t-1}, o_t sees c_t, each unit its own (Gers &amp;
 *                      Schmidhuber 2000, "Recurrent nets that time and count"); default false
 * @param coupledGates  whether i_t = 1 - f_t, with no weights for the input gate (CIFG); default false
 * @param inputGate     false sets i_t = 1, with no weights (NIG); default true
 * @param forgetGate    false sets f_t = 1, with no weights (NFG); default true
 * @param outputGate    false sets o_t = 1, with no weights (NOG); default true
 * @param inputActivation    the function of the candidate g_t: tanh (default), relu, softsign or identity (NIAF)
 * @param outputActivation   the function χ of h_t = o_t χ(c_t): tanh (default), relu, softsign or identity
 *                           (NOAF)
 * @param fullGateRecurrence whether the gates' weighted sums also take all gates of the step before, as far as they
 *                           have weights; before the first step these are 0 (FGR); default false
 * @param gateActivation     the function of i, f and o: sigmoid (default) or hard-sigmoid, x/6 + 1/2 kept between 0 and
 *                           1 as in PyTorch and Keras 3
 * @param cellClip           c_t is kept between -cellClip and cellClip, and has no gradient where it was clipped (Sak,
 *                           Senior &amp; Beaufays 2014, arXiv 1402.1128); above 0; default none
 * @param recurrentInitialization what the recurrent weights are at first, gate by gate: orthogonal (default), glorot,
 *                           identity or uniform, as PyTorch begins
 * @param chronoLength       the longest time T that a cell may have to remember for, in steps: forget gates' biases are
 *                           at first ln u with u uniform from 1 to T - 1, input gates' minus that (Tallec &amp;
 *                           Ollivier 2018, arXiv 1804.11188), and forgetBias is not used; at least 3; default none
 * @param learnedInitialState whether the state that sequences start from is a parameter, at first 0; default false:
 *                           it stays 0
 * @param direction          which way each layer reads the sequence: forward (default), reverse, or bidirectional, with
 *                           the outputs of both, each of the layer's hiddenSizes, side by side
 * @param projectionSize     values of each layer's hidden state and output, made of the cells by a learned matrix (Sak,
 *                           Senior &amp; Beaufays 2014, arXiv 1402.1128); less than each of hiddenSizes; default: as
 *                           many as the cells, with no such matrix
 * @param layerNorm          whether the input's and the state's part of the weighted sums, each over all gates, and the
 *                           cell where it is shown are normalized, each with a gain, with one bias for the sums and one
 *                           for the cell (Ba, Kiros &amp; Hinton 2016, arXiv 1607.06450); default false
 * @param regularization     noise in training: recurrentDropout, dropConnect, zoneout, candidateDropout, cellZoneout
 * @param backbone      whether layers stand in residual blocks, with a feed-forward part of their own: residual,
 *                      feedForwardSize
 * @param engine        what computes the model: native (default) or dl4j
 */
public record LstmSpec(List<Integer> hiddenSizes, Double dropout, Double forgetBias, Integer embeddingSize,
        Pooling pooling, Boolean peepholes, Boolean coupledGates, Boolean inputGate, Boolean forgetGate,
        Boolean outputGate, CellActivation inputActivation, CellActivation outputActivation,
        Boolean fullGateRecurrence, GateActivation gateActivation, Double cellClip,
        RecurrentInitialization recurrentInitialization, Integer chronoLength, Boolean learnedInitialState,
        Direction direction, Integer projectionSize, Boolean layerNorm,
        @JsonUnwrapped LstmRegularization regularization, @JsonUnwrapped Backbone backbone,
        ModelEngine engine) implements ModelSpec {

    public LstmSpec {
        StackChecks.requireHiddenSizes(hiddenSizes);
        hiddenSizes = List.copyOf(hiddenSizes);
        dropout = dropout == null ? 0.0 : dropout;
        peepholes = peepholes == null ? false : peepholes;
        coupledGates = coupledGates == null ? false : coupledGates;
        inputGate = inputGate == null ? true : inputGate;
        forgetGate = forgetGate == null ? true : forgetGate;
        outputGate = outputGate == null ? true : outputGate;
        inputActivation = inputActivation == null ? CellActivation.TANH : inputActivation;
        outputActivation = outputActivation == null ? CellActivation.TANH : outputActivation;
        fullGateRecurrence = fullGateRecurrence == null ? false : fullGateRecurrence;
        gateActivation = gateActivation == null ? GateActivation.SIGMOID : gateActivation;
        layerNorm = layerNorm == null ? false : layerNorm;
        StackChecks.requireNormalizable(layerNorm, hiddenSizes);
        cell(peepholes, coupledGates, inputGate, forgetGate, outputGate, inputActivation, outputActivation,
                fullGateRecurrence, gateActivation, cellClip, layerNorm);
        recurrentInitialization =
                recurrentInitialization == null ? RecurrentInitialization.ORTHOGONAL : recurrentInitialization;
        requireChronoLength(chronoLength, forgetGate);
        forgetBias = forgetBias == null ? (forgetGate && chronoLength == null ? 1.0 : 0.0) : forgetBias;
        requireForgetBias(forgetBias, forgetGate, chronoLength);
        learnedInitialState = learnedInitialState == null ? false : learnedInitialState;
        direction = direction == null ? Direction.FORWARD : direction;
        StackChecks.requirePooling(pooling, direction);
        requireProjectionSize(projectionSize, hiddenSizes);
        regularization = regularization == null ? LstmRegularization.NONE : regularization;
        backbone = Backbone.complete(backbone, hiddenSizes, embeddingSize, direction);
        backbone.requireDropout(dropout, hiddenSizes.size());
        requireNoProjection(backbone, projectionSize);
        embeddingSize = embeddingSize == null ? hiddenSizes.get(0) : embeddingSize;
        StackChecks.requireEmbeddingSize(embeddingSize);
        pooling = pooling == null ? Pooling.LAST : pooling;
        engine = engine == null ? ModelEngine.NATIVE : engine;
    }

    /** The vanilla cell. */
    public LstmSpec(List<Integer> hiddenSizes, Double dropout, Double forgetBias, Integer embeddingSize,
            Pooling pooling) {
        this(hiddenSizes, dropout, forgetBias, embeddingSize, pooling, null, null, null, null, null, null, null, null,
                null, null, null, null, null, null, null, null, null, null, null);
    }

    private static void requireProjectionSize(Integer projectionSize, List<Integer> hiddenSizes) {
        if (projectionSize != null && !(projectionSize >= 1 && projectionSize < Collections.min(hiddenSizes))) {
            throw new IllegalArgumentException("projectionSize must be at least 1 and less than each of hiddenSizes;"
                    + " got " + projectionSize + " and " + hiddenSizes + "; leave it out for none");
        }
    }

    private static void requireNoProjection(Backbone backbone, Integer projectionSize) {
        if (backbone.residual() && projectionSize != null) {
            throw new IllegalArgumentException("projectionSize must be left out with residual, where each block adds to"
                    + " what it takes; got " + projectionSize + "; leave one of them out");
        }
    }

    private static void requireChronoLength(Integer chronoLength, boolean forgetGate) {
        if (chronoLength != null && chronoLength < 3) {
            throw new IllegalArgumentException("chronoLength must be at least 3; got " + chronoLength
                    + "; give the longest lag of the data in steps");
        }
        if (chronoLength != null && !forgetGate) {
            throw new IllegalArgumentException("chronoLength needs a forget gate; got " + chronoLength
                    + " with forgetGate false; leave it out");
        }
    }

    private static void requireForgetBias(double forgetBias, boolean forgetGate, Integer chronoLength) {
        if (!Double.isFinite(forgetBias)) {
            throw new IllegalArgumentException("forgetBias must be a finite number; got " + forgetBias);
        }
        if (forgetBias != 0 && !forgetGate) {
            throw new IllegalArgumentException("forgetBias needs a forget gate; got " + forgetBias
                    + " with forgetGate false; leave it out");
        }
        if (forgetBias != 0 && chronoLength != null) {
            throw new IllegalArgumentException("forgetBias and chronoLength both set the forget gates' biases; got "
                    + forgetBias + " and " + chronoLength + "; leave one of them out");
        }
    }

    /** What the layers are at first. */
    LstmInitialization initialization() {
        return new LstmInitialization(forgetBias, chronoLength == null ? 0 : chronoLength, recurrentInitialization);
    }

    /** The equations of a step. */
    LstmCell cell() {
        return cell(peepholes, coupledGates, inputGate, forgetGate, outputGate, inputActivation, outputActivation,
                fullGateRecurrence, gateActivation, cellClip, layerNorm);
    }

    private static LstmCell cell(boolean peepholes, boolean coupledGates, boolean inputGate, boolean forgetGate,
            boolean outputGate, CellActivation inputActivation, CellActivation outputActivation,
            boolean fullGateRecurrence, GateActivation gateActivation, Double cellClip, boolean layerNorm) {
        return new LstmCell(peepholes, coupledGates, inputGate, forgetGate, outputGate, inputActivation,
                outputActivation, fullGateRecurrence, gateActivation,
                cellClip == null ? Float.POSITIVE_INFINITY : cellClip.floatValue(), layerNorm);
    }

    /** Layers of these sizes, all else by default. */
    public static LstmSpec of(Integer... hiddenSizes) {
        return new LstmSpec(List.of(hiddenSizes), null, null, null, null);
    }
}
