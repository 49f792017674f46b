package dev.unroll.lstm;

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
import dev.unroll.recurrent.RecurrentLayer;
import dev.unroll.recurrent.RecurrentModels;
import dev.unroll.recurrent.RecurrentStack;

/** Makes the model of kind {@code lstm}. */
public final class LstmFactory implements ExchangeableFactory<LstmSpec>, OnnxFactory<LstmSpec> {

    @Override
    public String kind() {
        return "lstm";
    }

    @Override
    public String description() {
        return "long short-term memory: gates decide what a cell takes in, keeps and shows";
    }

    @Override
    public Class<LstmSpec> specType() {
        return LstmSpec.class;
    }

    @Override
    public SequenceModel create(LstmSpec spec, Task task, Randomness initialization, Engine engine) {
        return RecurrentModels.create(spec, task, spec.embeddingSize(), spec.pooling(), spec.backbone(),
                initialization, engine,
                inputSize -> encoder(spec, inputSize, initialization, engine));
    }

    @Override
    public WeightMap weightMap(LstmSpec spec, Parameters parameters, Layout layout) {
        return LstmWeightMap.of(spec, parameters, layout);
    }

    @Override
    public OnnxEncoder onnxEncoder(LstmSpec spec, Parameters parameters) {
        return LstmOnnx.encoder(spec, parameters);
    }

    static RecurrentStack encoder(LstmSpec spec, int inputSize, Randomness initialization, Engine engine) {
        return RecurrentStack.of(spec.hiddenSizes(), inputSize, spec.direction(), spec.learnedInitialState(),
                spec.dropout(), spec.backbone(), initialization, engine,
                (name, given, hiddenSize) -> layer(name, spec, given, hiddenSize, initialization, engine));
    }

    private static RecurrentLayer layer(String name, LstmSpec spec, int inputSize, int hiddenSize,
            Randomness initialization, Engine engine) {
        LstmCell cell = spec.cell();
        LstmRegularization noise = spec.regularization();
        if (cell.equals(LstmCell.VANILLA) && spec.projectionSize() == null && !noise.insideCell()) {
            return new LstmLayer(name, inputSize, hiddenSize, noise.hidden(), engine)
                    .initialize(spec.initialization(), initialization);
        }
        return new LstmVariantLayer(name, inputSize, hiddenSize,
                spec.projectionSize() == null ? 0 : spec.projectionSize(), cell, noise, engine)
                .initialize(spec.initialization(), initialization);
    }
}
