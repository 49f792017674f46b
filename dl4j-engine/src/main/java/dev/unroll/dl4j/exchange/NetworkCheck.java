package dev.unroll.dl4j.exchange;

import dev.unroll.exchange.LayoutException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;

/** Whether a network computes what another does, as far as its layers say: how it was trained does not matter. */
final class NetworkCheck {

    private NetworkCheck() {
    }

    /**
     * @param file names the network in the message
     * @throws LayoutException if a layer differs
     */
    static void requireSame(MultiLayerConfiguration network, MultiLayerConfiguration ours, String file) {
        List<String> theirs = describe(network);
        List<String> wanted = describe(ours);
        if (!theirs.equals(wanted)) {
            throw new LayoutException("the network in " + file + " must have the layers of the model, "
                    + String.join(", ", wanted) + "; it has " + String.join(", ", theirs));
        }
    }

    private static List<String> describe(MultiLayerConfiguration network) {
        List<String> layers = new ArrayList<>();
        for (int i = 0; i < network.getConfs().size(); i++) {
            InputPreProcessor before = network.getInputPreProcess(i);
            layers.add((before == null ? "" : before.getClass().getSimpleName() + " before ")
                    + describe(network.getConf(i).getLayer()));
        }
        return layers;
    }

    private static String describe(Layer layer) {
        if (layer instanceof LastTimeStep wrapper) {
            return "LastTimeStep of " + describe(wrapper.getUnderlying());
        }
        if (layer instanceof Bidirectional wrapper) {
            return "Bidirectional of " + describe(wrapper.getFwd());
        }
        if (layer instanceof GlobalPoolingLayer pooling) {
            return "GlobalPoolingLayer " + pooling.getPoolingType();
        }
        StringBuilder words = new StringBuilder(layer.getClass().getSimpleName());
        if (layer instanceof FeedForwardLayer sized) {
            words.append(" ").append(sized.getNIn()).append(" to ").append(sized.getNOut());
            words.append(" ").append(sized.getActivationFn());
        }
        if (layer instanceof AbstractLSTM lstm) {
            words.append(" with gates ").append(lstm.getGateActivationFn());
        }
        if (layer instanceof SimpleRnn rnn && rnn.isHasLayerNorm()) {
            words.append(" with layer normalization");
        }
        if (layer instanceof EmbeddingSequenceLayer embedding && embedding.isHasBias()) {
            words.append(" with bias");
        }
        return words.toString();
    }
}
