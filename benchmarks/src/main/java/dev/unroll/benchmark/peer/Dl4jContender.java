package dev.unroll.benchmark.peer;

import dev.unroll.benchmark.contender.Workload;
import dev.unroll.benchmark.contender.Workload.Kind;
import dev.unroll.benchmark.contender.Contender;
import dev.unroll.benchmark.contender.Models;
import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.Kernels;
import dev.unroll.model.Parameters;
import dev.unroll.model.SequenceBatch;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Deeplearning4j's MultiLayerNetwork with an LSTM or a SimpleRnn.
 *
 * <p>Its gates of an LSTM stand in the order g, f, o, i.
 */
final class Dl4jContender implements Contender {

    private static final double EPSILON = 1e-8;
    private static final int[] GATE_ORDER = {2, 1, 3, 0};

    private final MultiLayerNetwork network;
    private final INDArray features;
    private final INDArray targets;
    private final boolean streaming;
    private final INDArray[] steps;
    private int trained;

    Dl4jContender(Workload workload) {
        if (workload.kind() != Kind.LSTM && workload.kind() != Kind.RNN) {
            throw new IllegalArgumentException("Deeplearning4j is measured on lstm and rnn; got " + workload.name());
        }
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder().updater(new Adam(1e-3)).list()
                .layer(workload.streaming() ? layer(workload) : new LastTimeStep(layer(workload)))
                .layer(workload.streaming()
                        ? new RnnOutputLayer.Builder(LossFunction.MSE).nIn(workload.size()).nOut(1)
                                .activation(Activation.IDENTITY).build()
                        : new OutputLayer.Builder(LossFunction.MSE).nIn(workload.size()).nOut(1)
                                .activation(Activation.IDENTITY).build())
                .build();
        network = new MultiLayerNetwork(configuration);
        network.init();
        try (Workers workers = new Workers(1)) {
            take(workload, Models.create(workload, new Engine(Kernels.chosen(), workers)).parameters());
        }
        SequenceBatch batch = workload.batch();
        features = Nd4j.create(batch.features(),
                new long[] {workload.batchSize(), workload.steps(), workload.features()}, 'c')
                .permute(0, 2, 1).dup('f');
        streaming = workload.streaming();
        steps = new INDArray[streaming ? workload.steps() : 0];
        for (int t = 0; t < steps.length; t++) {
            steps[t] = features.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t)).dup('f');
        }
        targets = Nd4j.create(batch.values(), new long[] {workload.batchSize(), 1}, 'c');
    }

    private static BaseRecurrentLayer layer(Workload workload) {
        return workload.kind() == Kind.LSTM
                ? new LSTM.Builder().nIn(workload.features()).nOut(workload.size()).activation(Activation.TANH)
                        .gateActivationFunction(Activation.SIGMOID).build()
                : new SimpleRnn.Builder().nIn(workload.features()).nOut(workload.size()).activation(Activation.TANH)
                        .build();
    }

    private void take(Workload workload, Parameters parameters) {
        int[] order = workload.kind() == Kind.LSTM ? GATE_ORDER : new int[] {0};
        int size = workload.size();
        set("0_W", parameters.get("layer0.inputWeight").value(), order, size);
        set("0_RW", parameters.get("layer0.recurrentWeight").value(), order, size);
        set("0_b", parameters.get("layer0.bias").value(), order, size);
        set("1_W", parameters.get("head.weight").value(), new int[] {0}, 1);
        set("1_b", parameters.get("head.bias").value(), new int[] {0}, 1);
    }

    /** Rows of blocks of columns, one per gate, in this order. */
    private void set(String name, float[] ours, int[] order, int size) {
        float[] theirs = new float[ours.length];
        int columns = order.length * size;
        for (int row = 0; row < ours.length; row += columns) {
            for (int gate = 0; gate < order.length; gate++) {
                System.arraycopy(ours, row + order[gate] * size, theirs, row + gate * size, size);
            }
        }
        INDArray target = network.getParam(name);
        target.assign(Nd4j.create(theirs, target.shape(), 'c'));
    }

    @Override
    public float[] predict() {
        return (streaming ? streamed() : network.output(features, false)).dup('c').data().asFloat();
    }

    @Override
    public double step() {
        scaleEpsilon();
        network.fit(features, targets);
        return network.score();
    }

    /** The library adds ε to the root before it is corrected, as {@link TorchAdam} says of another's; so ε is corrected. */
    private void scaleEpsilon() {
        trained++;
        for (UpdaterBlock block : ((BaseMultiLayerUpdater<?>) network.getUpdater()).getUpdaterBlocks()) {
            Adam adam = (Adam) block.getGradientUpdater().getConfig();
            adam.setEpsilon(EPSILON * Math.sqrt(1 - Math.pow(adam.getBeta2(), trained)));
        }
    }

    @Override
    public void infer() {
        if (streaming) {
            streamed();
        } else {
            network.output(features, false);
        }
    }

    /** The outputs after the last step, of sequences that begin anew. */
    private INDArray streamed() {
        network.rnnClearPreviousState();
        INDArray output = null;
        for (INDArray step : steps) {
            output = network.rnnTimeStep(step);
        }
        return output;
    }

    @Override
    public void close() {
        network.close();
    }
}
