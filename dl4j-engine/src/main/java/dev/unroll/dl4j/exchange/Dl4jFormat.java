package dev.unroll.dl4j.exchange;

import dev.unroll.dataset.InputUnits;
import dev.unroll.exchange.LayoutException;
import dev.unroll.exchange.ModelFormat;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.transformer.TransformerSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The zips that {@code ModelSerializer} writes and reads: an LSTM or an RNN of ours is a {@code MultiLayerNetwork} of
 * plain layers, {@link NetworkForm}, which predicts the same, classes as probabilities. A {@code NormalizerStandardize}
 * beside it does what our scaling of the input does. The Transformer, for whose parts there are no layers, is a file of
 * SameDiff: {@link TransformerFile}.
 */
public final class Dl4jFormat implements ModelFormat {

    @Override
    public String name() {
        return "dl4j";
    }

    @Override
    public void write(SequenceModel model, InputUnits units, Path file) throws IOException {
        if (model.spec() instanceof TransformerSpec) {
            TransformerFile.write(model, file);
            return;
        }
        NetworkForm form = NetworkForm.of(model);
        MultiLayerNetwork network = new MultiLayerNetwork(form.configuration());
        network.init();
        for (WeightPlaces weights : form.weights()) {
            network.setParam(weights.name(), weights.toNetwork());
        }
        ModelSerializer.writeModel(network, file.toFile(), false);
        if (model.task().input() instanceof Task.Features) {
            // Not together with the network: that writes to a stream which it has closed.
            ModelSerializer.addNormalizerToModel(file.toFile(), normalizer(units));
        }
    }

    private static NormalizerStandardize normalizer(InputUnits units) {
        return new NormalizerStandardize(row(units.offset()), row(units.scale()));
    }

    private static INDArray row(double[] values) {
        return Nd4j.createFromArray(values).reshape(1, values.length);
    }

    @Override
    public void read(SequenceModel model, InputUnits units, Path file) throws IOException {
        NetworkForm form = NetworkForm.of(model);
        NetworkZip zip = NetworkZip.read(file);
        MultiLayerNetwork network = zip.network();
        NetworkCheck.requireSame(network.getLayerWiseConfigurations(), form.configuration(), file.toString());
        if (zip.normalizer() != null) {
            NormalizerCheck.requireSame(zip.normalizer(), units, file.toString());
        }
        for (WeightPlaces weights : form.weights()) {
            INDArray array = network.getParam(weights.name());
            if (!weights.fits(array)) {
                throw new LayoutException(weights.name() + " must have shape " + weights.shape() + "; in " + file
                        + " it has " + (array == null ? "none" : Arrays.toString(array.shape())));
            }
        }
        for (WeightPlaces weights : form.weights()) {
            weights.fromNetwork(network.getParam(weights.name()));
        }
    }
}
