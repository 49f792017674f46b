package dev.unroll.lstm;

import dev.unroll.engine.Engine;
import dev.unroll.exchange.ExchangeableFactory;
import dev.unroll.exchange.Layout;
import dev.unroll.exchange.WeightMap;
import dev.unroll.layer.Head;
import dev.unroll.layer.InputEncoder;
import dev.unroll.layer.NativeModel;
import dev.unroll.layer.NativeModel.Parts;
import dev.unroll.model.Parameters;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.LearnedInitialState;
import dev.unroll.recurrent.RecurrentLayer;
import dev.unroll.recurrent.RecurrentStack;
import java.util.ArrayList;
import java.util.List;

/** Makes the model of kind {@code lstm}. */
public final class LstmFactory implements ExchangeableFactory<LstmSpec> {

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
        return new NativeModel(spec, task, () -> parts(spec, task, initialization, engine), engine);
    }

    private static Parts parts(LstmSpec spec, Task task, Randomness initialization, Engine engine) {
        InputEncoder input = InputEncoder.direct(task.input(), spec.embeddingSize(), initialization, engine);
        RecurrentStack encoder = encoder(spec, input.outputSize(), initialization, engine);
        Head head = new Head(task, encoder.outputSize(), encoder.reversedSize(), spec.pooling(), initialization,
                engine);
        return new Parts(input, encoder, head);
    }

    @Override
    public WeightMap weightMap(LstmSpec spec, Parameters parameters, Layout layout) {
        return LstmWeightMap.of(spec, parameters, layout);
    }

    static RecurrentStack encoder(LstmSpec spec, int inputSize, Randomness initialization, Engine engine) {
        List<RecurrentLayer> layers = new ArrayList<>();
        int size = inputSize;
        for (int hiddenSize : spec.hiddenSizes()) {
            int given = size;
            RecurrentLayer layer = spec.direction().layer("layer" + layers.size(),
                    name -> layer(name, spec, given, hiddenSize, initialization, engine), engine);
            layers.add(layer);
            size = layer.hiddenSize();
        }
        return new RecurrentStack(layers, spec.dropout(), engine);
    }

    private static RecurrentLayer layer(String name, LstmSpec spec, int inputSize, int hiddenSize,
            Randomness initialization, Engine engine) {
        LstmCell cell = spec.cell();
        LstmInitialization values = spec.initialization();
        RecurrentLayer layer = cell.equals(LstmCell.VANILLA) && spec.projectionSize() == null
                ? new LstmLayer(name, inputSize, hiddenSize, engine).initialize(values, initialization)
                : new LstmVariantLayer(name, inputSize, hiddenSize,
                        spec.projectionSize() == null ? 0 : spec.projectionSize(), cell, engine)
                        .initialize(values, initialization);
        return spec.learnedInitialState() ? new LearnedInitialState(name, layer) : layer;
    }
}
