package dev.unroll.dl4j;

import dev.unroll.engine.RowLayout;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.Loss;
import dev.unroll.loss.ValueLoss;
import dev.unroll.model.Parameters;
import dev.unroll.model.Task;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.layers.recurrent.LastTimeStepLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;

/**
 * A {@code MultiLayerNetwork}: recurrent layers, of the last the last step's state where there is a target per
 * sequence, and an output layer with its loss. Sequences of different lengths come with masks.
 */
final class RecurrentNetwork implements Network {

    private final RecurrentForm form;
    private final Task task;
    private final DataType type;
    private final ScoringNetwork network;
    private final List<RecurrentWeights> layers = new ArrayList<>();
    private final List<GivenMask> dropouts = new ArrayList<>();
    private final String output;
    private final RowLayout layout = new RowLayout(RowLayout.Order.TIME_MAJOR);

    /** @param inputSize F */
    RecurrentNetwork(RecurrentForm form, int inputSize, Task task, DataType type) {
        this.form = form;
        this.task = task;
        this.type = type;
        ListBuilder list = new NeuralNetConfiguration.Builder().dataType(type).updater(new NoOp()).miniBatch(false)
                .list();
        int size = inputSize;
        int count = form.hiddenSizes().size();
        for (int i = 0; i < count; i++) {
            BaseRecurrentLayer.Builder<?> builder = form.layer(size, form.hiddenSizes().get(i));
            if (i > 0) {
                GivenMask dropout = new GivenMask();
                dropouts.add(dropout);
                builder.dropOut(dropout);
            }
            org.deeplearning4j.nn.conf.layers.Layer layer = builder.build();
            list.layer(!task.target().perStep() && i == count - 1 ? new LastTimeStep(layer) : layer);
            layers.add(new RecurrentWeights(form, i, String.valueOf(i)));
            size = form.hiddenSizes().get(i);
        }
        list.layer(task.target().perStep()
                ? new RnnOutputLayer.Builder(loss(task.loss())).nIn(size).nOut(task.outputSize())
                        .activation(Activation.IDENTITY).build()
                : new OutputLayer.Builder(loss(task.loss())).nIn(size).nOut(task.outputSize())
                        .activation(Activation.IDENTITY).build());
        output = String.valueOf(count);
        network = new ScoringNetwork(list.build());
        network.init();
    }

    private static ILossFunction loss(Loss loss) {
        if (loss instanceof CrossEntropy) {
            return new WeightedLoss(new LogSoftmaxLoss(), new ActivationIdentity());
        }
        return new WeightedLoss(loss instanceof ValueLoss.Absolute ? new LossL1() : new LossL2(),
                new ActivationIdentity());
    }

    @Override
    public void load(Parameters parameters) {
        layers.forEach(layer -> layer.load(parameters, network, type));
        float[] bias = parameters.get("head.bias").value();
        float[] weight = parameters.get("head.weight").value();
        network.setParam(output + "_W", NdArrays.of(type, weight, weight.length / bias.length, bias.length));
        network.setParam(output + "_b", NdArrays.of(type, bias, 1, bias.length));
    }

    @Override
    public INDArray outputs(Rows rows) {
        INDArray outputs = network.output(input(rows), false, mask(rows), null);
        return task.target().perStep() ? outputs.permute(0, 2, 1).dup('c') : outputs;
    }

    @Override
    public Backward backward(Rows rows, Targets targets, Randomness dropout) {
        drop(rows, dropout);
        int batchSize = rows.batchSize();
        int size = targets.size() + 1;
        double[] weighed = targets.weighedLabels(task.target().classification() ? 1 : task.outputSize());
        INDArray labels = task.target().perStep()
                ? NdArrays.of(type, weighed, batchSize, rows.steps(), size).permute(0, 2, 1).dup('f')
                : NdArrays.of(type, weighed, batchSize, size);
        network.differentiate(input(rows), labels, mask(rows));
        Map<String, INDArray> theirs = network.gradient().gradientForVariable();
        Map<String, double[]> gradients = new LinkedHashMap<>();
        layers.forEach(layer -> layer.gradients(theirs, gradients));
        gradients.put("head.weight", NdArrays.doubles(theirs.get(output + "_W")));
        gradients.put("head.bias", NdArrays.doubles(theirs.get(output + "_b")));
        return new Backward(network.score(), gradients, NdArrays.doubles(network.inputGradient().permute(0, 2, 1)));
    }

    /** The masks that the native engine draws: of each value by its row and place. */
    private void drop(Rows rows, Randomness dropout) {
        for (int i = 0; i < dropouts.size(); i++) {
            dropouts.get(i).mask = null;
            if (dropout == null || form.dropout() == 0) {
                continue;
            }
            layout.update(rows.lengths());
            int size = form.hiddenSizes().get(i);
            float[] drawn = new float[layout.rows() * size];
            dropout.derive("layer" + i).dropoutMask((float) form.dropout(), 0, drawn.length, drawn, 0, new int[4]);
            float[] mask = new float[rows.batchSize() * size * rows.steps()];
            for (int b = 0; b < rows.batchSize(); b++) {
                for (int t = 0; t < rows.lengths()[b]; t++) {
                    for (int unit = 0; unit < size; unit++) {
                        mask[(b * size + unit) * rows.steps() + t] = drawn[layout.row(b, t) * size + unit];
                    }
                }
            }
            dropouts.get(i).mask = NdArrays.of(type, mask, rows.batchSize(), size, rows.steps());
        }
    }

    /** {@code layer0.hidden} and so on. */
    @Override
    public Map<String, INDArray> states(Rows rows) {
        drop(rows, null);
        INDArray mask = mask(rows);
        List<INDArray> activations = network.feedForward(input(rows), mask, null);
        Map<String, INDArray> states = new LinkedHashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            INDArray hidden = activations.get(i + 1);
            if (network.getLayer(i) instanceof LastTimeStepLayer wrapper) {
                Layer underlying = wrapper.getUnderlying();
                underlying.setInput(activations.get(i), LayerWorkspaceMgr.noWorkspaces());
                underlying.setMaskArray(mask);
                hidden = underlying.activate(false, LayerWorkspaceMgr.noWorkspaces());
            }
            states.put("layer" + i + ".hidden", hidden.permute(0, 2, 1).dup('c'));
        }
        return states;
    }

    private INDArray input(Rows rows) {
        return NdArrays.of(type, rows.values(), rows.batchSize(), rows.steps(), rows.size()).permute(0, 2, 1).dup('f');
    }

    private INDArray mask(Rows rows) {
        return NdArrays.of(type, rows.mask(), rows.batchSize(), rows.steps());
    }
}
