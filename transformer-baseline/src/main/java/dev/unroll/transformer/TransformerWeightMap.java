package dev.unroll.transformer;

import dev.unroll.exchange.Layout;
import dev.unroll.exchange.LayoutException;
import dev.unroll.exchange.ModuleMap;
import dev.unroll.exchange.SpecOptions;
import dev.unroll.exchange.TensorMap;
import dev.unroll.exchange.WeightMap;
import dev.unroll.model.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The weights of a model of kind {@code transformer} as PyTorch's {@code nn.TransformerEncoder} keeps them, under the
 * name {@code encoder}, with its {@code norm} if layers normalize first. Features come in through {@code projection};
 * scaling and positions have no weights.
 */
final class TransformerWeightMap {

    private static final String MODULE = "PyTorch's nn.TransformerEncoder";
    /** What the module has too, training, and what stands around it. */
    private static final Set<String> KNOWN = Set.of("modelSize", "numHeads", "numLayers", "feedForwardSize",
            "activation", "normFirst", "causal", "positions", "dropout", "pooling", "embeddingDropout",
            "attentionDropout", "stochasticDepth", "scaledInitialization");

    private TransformerWeightMap() {
    }

    static WeightMap of(TransformerSpec spec, Parameters parameters, Layout layout) {
        if (layout != Layout.PYTORCH) {
            throw new LayoutException("a transformer's weights must be in PyTorch's layout; got " + layout.title()
                    + "'s, which has none for its encoder");
        }
        SpecOptions.requireOneOf(MODULE, "activation", spec.activation(), Activation.RELU, Activation.GELU);
        SpecOptions.requireOneOf("a model around " + MODULE, "positions", spec.positions(), Positions.SINUSOIDAL,
                Positions.NONE);
        SpecOptions.requirePlain(MODULE, spec, TransformerSpec.of(spec.modelSize(), spec.numHeads(), 1), KNOWN);
        List<TensorMap> tensors = new ArrayList<>();
        for (int k = 0; k < spec.numLayers(); k++) {
            layer(tensors, "layers." + k + ".", "layer" + k + ".", parameters);
        }
        if (spec.normFirst()) {
            norm(tensors, "norm", "finalNorm", parameters);
        }
        return WeightMap.around(List.of(new ModuleMap("encoder", tensors)), parameters, layout);
    }

    private static void layer(List<TensorMap> tensors, String theirs, String ours, Parameters parameters) {
        dense(tensors, theirs + "self_attn.in_proj_", parameters, ours + "attention.inWeight",
                ours + "attention.inBias");
        dense(tensors, theirs + "self_attn.out_proj.", parameters, ours + "attention.outWeight",
                ours + "attention.outBias");
        dense(tensors, theirs + "linear1.", parameters, ours + "feedForward.weight1", ours + "feedForward.bias1");
        dense(tensors, theirs + "linear2.", parameters, ours + "feedForward.weight2", ours + "feedForward.bias2");
        norm(tensors, theirs + "norm1", ours + "norm1", parameters);
        norm(tensors, theirs + "norm2", ours + "norm2", parameters);
    }

    private static void dense(List<TensorMap> tensors, String theirs, Parameters parameters, String weight,
            String bias) {
        tensors.add(TensorMap.transposed(theirs + "weight", parameters.get(weight)));
        tensors.add(TensorMap.same(theirs + "bias", parameters.get(bias)));
    }

    private static void norm(List<TensorMap> tensors, String theirs, String ours, Parameters parameters) {
        tensors.add(TensorMap.same(theirs + ".weight", parameters.get(ours + ".gain")));
        tensors.add(TensorMap.same(theirs + ".bias", parameters.get(ours + ".bias")));
    }
}
