package dev.unroll.rnn;

import dev.unroll.engine.Engine;
import dev.unroll.exchange.ExchangeableFactory;
import dev.unroll.exchange.Layout;
import dev.unroll.exchange.WeightMap;
import dev.unroll.model.Parameters;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.onnx.OnnxEncoder;
import dev.unroll.onnx.OnnxFactory;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.RecurrentModels;
import dev.unroll.recurrent.RecurrentStack;

/** Makes the model of kind {@code rnn}. */
public final class RnnFactory implements ExchangeableFactory<RnnSpec>, OnnxFactory<RnnSpec> {

    @Override
    public String kind() {
        return "rnn";
    }

    @Override
    public String description() {
        return "vanilla (Elman) recurrent network: each step mixes the input with the state before";
    }

    @Override
    public Class<RnnSpec> specType() {
        return RnnSpec.class;
    }

    @Override
    public SequenceModel create(RnnSpec spec, Task task, Randomness initialization, Engine engine) {
        return RecurrentModels.create(spec, task, spec.embeddingSize(), spec.pooling(), spec.backbone(),
                initialization, engine,
                inputSize -> encoder(spec, inputSize, initialization, engine));
    }

    @Override
    public WeightMap weightMap(RnnSpec spec, Parameters parameters, Layout layout) {
        return RnnWeightMap.of(spec, parameters, layout);
    }

    @Override
    public OnnxEncoder onnxEncoder(RnnSpec spec, Parameters parameters) {
        return RnnOnnx.encoder(spec, parameters);
    }

    static RecurrentStack encoder(RnnSpec spec, int inputSize, Randomness initialization, Engine engine) {
        return RecurrentStack.of(spec.hiddenSizes(), inputSize, spec.direction(), spec.learnedInitialState(),
                spec.dropout(), spec.backbone(), initialization, engine, (name, given, hiddenSize) ->
                        new RnnLayer(name, given, hiddenSize, spec.activation(), spec.leak().floatValue(),
                                spec.layerNorm(), spec.regularization(), engine)
                                .initialize(spec.recurrentInitialization(), initialization));
    }
}
