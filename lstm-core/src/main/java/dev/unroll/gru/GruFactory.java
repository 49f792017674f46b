package dev.unroll.gru;

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

/** Makes the model of kind {@code gru}. */
public final class GruFactory implements ExchangeableFactory<GruSpec>, OnnxFactory<GruSpec> {

    @Override
    public String kind() {
        return "gru";
    }

    @Override
    public String description() {
        return "gated recurrent unit: gates decide how much of the state to renew and what to forget for that";
    }

    @Override
    public Class<GruSpec> specType() {
        return GruSpec.class;
    }

    @Override
    public SequenceModel create(GruSpec spec, Task task, Randomness initialization, Engine engine) {
        return RecurrentModels.create(spec, task, spec.embeddingSize(), spec.pooling(), spec.backbone(),
                initialization, engine,
                inputSize -> encoder(spec, inputSize, initialization, engine));
    }

    @Override
    public WeightMap weightMap(GruSpec spec, Parameters parameters, Layout layout) {
        return GruWeightMap.of(spec, parameters, layout);
    }

    @Override
    public OnnxEncoder onnxEncoder(GruSpec spec, Parameters parameters) {
        return GruOnnx.encoder(spec, parameters);
    }

    static RecurrentStack encoder(GruSpec spec, int inputSize, Randomness initialization, Engine engine) {
        return RecurrentStack.of(spec.hiddenSizes(), inputSize, spec.direction(), spec.learnedInitialState(),
                spec.dropout(), spec.backbone(), initialization, engine, (name, given, hiddenSize) ->
                        new GruLayer(name, given, hiddenSize, spec.resetAfter(), spec.regularization(),
                                spec.candidateDropout(), engine)
                                .initialize(spec.recurrentInitialization(), initialization));
    }
}
