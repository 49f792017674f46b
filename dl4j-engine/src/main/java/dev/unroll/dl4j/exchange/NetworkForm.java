package dev.unroll.dl4j.exchange;

import dev.unroll.exchange.LayoutException;
import dev.unroll.exchange.SpecOptions;
import dev.unroll.layer.Pooling;
import dev.unroll.lstm.LstmSpec;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.recurrent.Direction;
import dev.unroll.rnn.RnnSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A recurrent model of ours as a plain {@code MultiLayerNetwork}: an {@code EmbeddingSequenceLayer} for tokens,
 * recurrent layers, {@code LastTimeStep} or {@code GlobalPoolingLayer} for a target per sequence, and an output layer,
 * with a softmax and cross-entropy for classes. All of its classes are Deeplearning4j's own.
 *
 * <p>An LSTM's gates stand there in the order g, f, o, i, and here in the order i, f, g, o.
 */
final class NetworkForm {

    /** For each column of peepholes, f, o and i, which row of ours it is, of i, f and o. */
    static final int[] PEEPHOLES = {1, 2, 0};

    private static final int[] LSTM_GATES = {2, 1, 3, 0};
    private static final int[] RNN_GATES = {0};
    private static final Set<String> OUTSIDE = Set.of("hiddenSizes", "dropout", "forgetBias", "embeddingSize",
            "pooling", "recurrentInitialization", "chronoLength", "recurrentDropout", "dropConnect",
            "candidateDropout", "direction");

    private final Task task;
    private final Parameters parameters;
    private final List<Integer> sizes;
    private final double dropout;
    private final Pooling pooling;
    private final LstmSpec lstm;
    private final Activation activation;

    private final List<WeightPlaces> weights = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();

    private NetworkForm(SequenceModel model, List<Integer> sizes, double dropout, Pooling pooling, LstmSpec lstm,
            Enum<?> activation) {
        task = model.task();
        parameters = model.parameters();
        this.sizes = sizes;
        this.dropout = dropout;
        this.pooling = pooling;
        this.lstm = lstm;
        this.activation = Activation.valueOf(activation.name());
        build();
    }

    /** @throws LayoutException if Deeplearning4j has no layers that compute what the model does */
    static NetworkForm of(SequenceModel model) {
        ModelSpec spec = model.spec();
        if (spec instanceof LstmSpec lstm) {
            String module = "Deeplearning4j's " + (lstm.peepholes() ? "GravesLSTM" : "LSTM");
            SpecOptions.requirePlain(module, lstm, LstmSpec.of(1),
                    SpecOptions.union(OUTSIDE, "peepholes", "inputActivation", "outputActivation"));
            if (lstm.inputActivation() != lstm.outputActivation()) {
                throw new LayoutException("outputActivation must be inputActivation for " + module + ", whose one"
                        + " activation stands for both; got " + SpecOptions.word(lstm.outputActivation()) + " and "
                        + SpecOptions.word(lstm.inputActivation()));
            }
            require(module, lstm.direction(), lstm.pooling(), model.task());
            return new NetworkForm(model, lstm.hiddenSizes(), lstm.dropout(), lstm.pooling(), lstm,
                    lstm.inputActivation());
        }
        if (spec instanceof RnnSpec rnn) {
            SpecOptions.requirePlain("Deeplearning4j's SimpleRnn", rnn, RnnSpec.of(1),
                    SpecOptions.union(OUTSIDE, "activation"));
            require("Deeplearning4j's SimpleRnn", rnn.direction(), rnn.pooling(), model.task());
            return new NetworkForm(model, rnn.hiddenSizes(), rnn.dropout(), rnn.pooling(), null, rnn.activation());
        }
        throw new LayoutException("a network of Deeplearning4j must be of kind lstm or rnn; got "
                + spec.getClass().getSimpleName().replace("Spec", "").toLowerCase(Locale.ROOT)
                + ", for which it has no layers");
    }

    private static void require(String module, Direction direction, Pooling pooling, Task task) {
        if (direction != Direction.FORWARD) {
            throw new LayoutException("direction must be forward for " + module + ", since Deeplearning4j's"
                    + " Bidirectional takes padding for steps where sequences have different lengths; got "
                    + SpecOptions.word(direction));
        }
        if (!task.target().perStep()) {
            SpecOptions.requireOneOf(module, "pooling", pooling, Pooling.LAST, Pooling.MEAN);
        }
    }

    private void build() {
        int size;
        if (task.input() instanceof Task.Features features) {
            size = features.size();
        } else {
            Parameter vectors = parameters.get("embedding.weight");
            size = vectors.lastDimension();
            layers.add(new EmbeddingSequenceLayer.Builder().nIn(vectors.shape()[0]).nOut(size).hasBias(false)
                    .inferInputLength(true).build());
            weights.add(WeightPlaces.gates("0_W", vectors, null, 0));
        }
        boolean perStep = task.target().perStep();
        for (int k = 0; k < sizes.size(); k++) {
            Layer layer = recurrent(k, size);
            recurrentWeights(layers.size() + "_", "layer" + k);
            boolean last = !perStep && pooling == Pooling.LAST && k == sizes.size() - 1;
            layers.add(last ? new LastTimeStep(layer) : layer);
            size = sizes.get(k);
        }
        if (!perStep && pooling == Pooling.MEAN) {
            layers.add(new GlobalPoolingLayer.Builder(PoolingType.AVG).build());
        }
        String prefix = layers.size() + "_";
        LossFunction loss = task.target().classification() ? LossFunction.MCXENT : LossFunction.MSE;
        Activation shown = task.target().classification() ? Activation.SOFTMAX : Activation.IDENTITY;
        layers.add(perStep
                ? new RnnOutputLayer.Builder(loss).nIn(size).nOut(task.outputSize()).activation(shown).build()
                : new OutputLayer.Builder(loss).nIn(size).nOut(task.outputSize()).activation(shown).build());
        weights.add(WeightPlaces.same(prefix + "W", parameters.get("head.weight")));
        weights.add(WeightPlaces.same(prefix + "b", parameters.get("head.bias")));
    }

    @SuppressWarnings("deprecation")
    private Layer recurrent(int k, int inputs) {
        BaseRecurrentLayer.Builder<?> builder = lstm == null ? new SimpleRnn.Builder()
                : lstm.peepholes() ? new GravesLSTM.Builder().gateActivationFunction(Activation.SIGMOID)
                : new LSTM.Builder().gateActivationFunction(Activation.SIGMOID);
        builder.nIn(inputs);
        builder.nOut(sizes.get(k));
        builder.activation(activation);
        if (k > 0 && dropout > 0) {
            // What is kept, there.
            builder.dropOut(1 - dropout);
        }
        return builder.build();
    }

    private void recurrentWeights(String theirs, String ours) {
        int[] gates = lstm == null ? RNN_GATES : LSTM_GATES;
        Parameter peepholes = lstm != null && lstm.peepholes() ? parameters.get(ours + ".peepholeWeight") : null;
        weights.add(WeightPlaces.gates(theirs + "W", parameters.get(ours + ".inputWeight"), null, gates));
        weights.add(WeightPlaces.gates(theirs + "RW", parameters.get(ours + ".recurrentWeight"), peepholes, gates));
        weights.add(WeightPlaces.gates(theirs + "b", parameters.get(ours + ".bias"), null, gates));
    }

    /** Where each of the network's arrays has its values in our parameters. */
    List<WeightPlaces> weights() {
        return weights;
    }

    /** The network's layers, which may go on training with Adam. */
    MultiLayerConfiguration configuration() {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder().dataType(DataType.FLOAT)
                .updater(new Adam()).list();
        layers.forEach(list::layer);
        return list.build();
    }
}
