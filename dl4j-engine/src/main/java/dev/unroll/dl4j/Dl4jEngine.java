package dev.unroll.dl4j;

import dev.unroll.engine.Engine;
import dev.unroll.lstm.LstmSpec;
import dev.unroll.model.EngineProvider;
import dev.unroll.model.ModelEngine;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.Parameters;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.rnn.RnnSpec;
import dev.unroll.transformer.TransformerSpec;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The engine {@code dl4j}: LSTM and RNN as Deeplearning4j's layers, the Transformer as a graph of SameDiff.
 *
 * <p>Weights, batches, dropout's masks and the optimizer are the native engine's, so that what differs is the arithmetic
 * alone. Bits depend on the machine and, with more than one, on the number of threads.
 */
public final class Dl4jEngine implements EngineProvider {

    @Override
    public ModelEngine engine() {
        return ModelEngine.DL4J;
    }

    @Override
    public void require(ModelSpec spec) {
        Limits.require(spec);
    }

    @Override
    public SequenceModel create(SequenceModel model, Engine engine) {
        require(model.spec());
        Limits.requireLoss(model.task().loss());
        Nd4jSettings.use(engine.workers().threads());
        return create(model, DataType.FLOAT);
    }

    /** The same in this precision. */
    static Dl4jModel create(SequenceModel model, DataType type) {
        return new Dl4jModel(model, network(model, type));
    }

    private static Network network(SequenceModel model, DataType type) {
        ModelSpec spec = model.spec();
        if (spec instanceof TransformerSpec transformer) {
            return new TransformerNetwork(transformer, model.task(), model.parameters(), type);
        }
        RecurrentForm form = spec instanceof LstmSpec lstm ? RecurrentForm.of(lstm) : RecurrentForm.of((RnnSpec) spec);
        return new RecurrentNetwork(form, inputSize(model.task(), model.parameters()), model.task(), type);
    }

    private static int inputSize(Task task, Parameters parameters) {
        return task.input() instanceof Task.Features features ? features.size()
                : parameters.get("embedding.weight").lastDimension();
    }
}
