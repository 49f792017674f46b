package dev.unroll.rnn;

import dev.unroll.layer.Pooling;
import dev.unroll.model.ModelSpec;
import dev.unroll.recurrent.StackChecks;
import java.util.List;

/**
 * Hyperparameters of a stack of {@link RnnLayer}s.
 *
 * @param hiddenSizes   hidden units of each layer from the input up, at least one layer; required
 * @param activation    what each unit applies to its weighted sum: tanh (default) or relu
 * @param dropout       probability that a value between two layers is dropped in training, from 0 (default) to below 1
 * @param embeddingSize values of a token's vector, where the input is tokens; default the first layer's hidden units
 * @param pooling       what stands for a sequence where the target is one per sequence: the last step's hidden state
 *                      (default) or the mean over the steps
 */
public record RnnSpec(List<Integer> hiddenSizes, Activation activation, Double dropout, Integer embeddingSize,
        Pooling pooling) implements ModelSpec {

    public RnnSpec {
        StackChecks.requireHiddenSizes(hiddenSizes);
        hiddenSizes = List.copyOf(hiddenSizes);
        activation = activation == null ? Activation.TANH : activation;
        dropout = dropout == null ? 0.0 : dropout;
        StackChecks.requireDropout(dropout, hiddenSizes.size());
        embeddingSize = embeddingSize == null ? hiddenSizes.get(0) : embeddingSize;
        StackChecks.requireEmbeddingSize(embeddingSize);
        pooling = pooling == null ? Pooling.LAST : pooling;
    }

    /** Layers of these sizes, all else by default. */
    public static RnnSpec of(Integer... hiddenSizes) {
        return new RnnSpec(List.of(hiddenSizes), null, null, null, null);
    }
}
