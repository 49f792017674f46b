package dev.unroll.gru;

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
import dev.unroll.recurrent.RecurrentStack;

/** Makes the model of kind {@code gru}. */
public final class GruFactory implements ExchangeableFactory<GruSpec> {

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
        return new NativeModel(spec, task, () -> parts(spec, task, initialization, engine), engine);
    }

    private static Parts parts(GruSpec spec, Task task, Randomness initialization, Engine engine) {
        InputEncoder input = InputEncoder.direct(task.input(), spec.embeddingSize(), initialization, engine);
        RecurrentStack encoder = encoder(spec, input.outputSize(), initialization, engine);
        Head head = new Head(task, encoder.outputSize(), encoder.reversedSize(), spec.pooling(), initialization,
                engine);
        return new Parts(input, encoder, head);
    }

    @Override
    public WeightMap weightMap(GruSpec spec, Parameters parameters, Layout layout) {
        return GruWeightMap.of(spec, parameters, layout);
    }

    static RecurrentStack encoder(GruSpec spec, int inputSize, Randomness initialization, Engine engine) {
        return RecurrentStack.of(spec.hiddenSizes(), inputSize, spec.direction(), spec.learnedInitialState(),
                spec.dropout(), engine, (name, given, hiddenSize) ->
                        new GruLayer(name, given, hiddenSize, spec.resetAfter(), spec.regularization(), engine)
                                .initialize(spec.recurrentInitialization(), initialization));
    }
}
