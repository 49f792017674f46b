package dev.unroll.lstm;

import dev.unroll.layer.Pooling;
import dev.unroll.model.ModelSpec;
import dev.unroll.recurrent.StackChecks;
import java.util.List;

/**
 * Hyperparameters of a stack of {@link LstmLayer}s.
 *
 * @param hiddenSizes   hidden units of each layer from the input up, at least one layer; required
 * @param dropout       probability that a value between two layers is dropped in training, from 0 (default) to below 1
 * @param forgetBias    what the bias of the forget gates is at first; default 1 (Jozefowicz, Zaremba &amp; Sutskever
 *                      2015)
 * @param embeddingSize values of a token's vector, where the input is tokens; default the first layer's hidden units
 * @param pooling       what stands for a sequence where the target is one per sequence: the last step's hidden state
 *                      (default) or the mean over the steps
 */
public record LstmSpec(List<Integer> hiddenSizes, Double dropout, Double forgetBias, Integer embeddingSize,
        Pooling pooling) implements ModelSpec {

    public LstmSpec {
        StackChecks.requireHiddenSizes(hiddenSizes);
        hiddenSizes = List.copyOf(hiddenSizes);
        dropout = dropout == null ? 0.0 : dropout;
        StackChecks.requireDropout(dropout, hiddenSizes.size());
        forgetBias = forgetBias == null ? 1.0 : forgetBias;
        if (!Double.isFinite(forgetBias)) {
            throw new IllegalArgumentException("forgetBias must be a finite number; got " + forgetBias);
        }
        embeddingSize = embeddingSize == null ? hiddenSizes.get(0) : embeddingSize;
        StackChecks.requireEmbeddingSize(embeddingSize);
        pooling = pooling == null ? Pooling.LAST : pooling;
    }

    /** Layers of these sizes, all else by default. */
    public static LstmSpec of(Integer... hiddenSizes) {
        return new LstmSpec(List.of(hiddenSizes), null, null, null, null);
    }
}
