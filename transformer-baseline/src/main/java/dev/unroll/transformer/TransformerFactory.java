package dev.unroll.transformer;

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
import dev.unroll.onnx.OnnxEncoder;
import dev.unroll.onnx.OnnxFactory;
import dev.unroll.random.Randomness;

/** Makes the model of kind {@code transformer}. */
public final class TransformerFactory implements ExchangeableFactory<TransformerSpec>, OnnxFactory<TransformerSpec> {

    @Override
    public String kind() {
        return "transformer";
    }

    @Override
    public String description() {
        return "Transformer encoder: every step attends to the steps before it, or to all of them";
    }

    @Override
    public Class<TransformerSpec> specType() {
        return TransformerSpec.class;
    }

    @Override
    public SequenceModel create(TransformerSpec spec, Task task, Randomness initialization, Engine engine) {
        if (spec.tieEmbeddings()) {
            requireSymbols(task);
        }
        return spec.engine().compute(
                new NativeModel(spec, task, () -> parts(spec, task, initialization, engine), engine), engine);
    }

    private static Parts parts(TransformerSpec spec, Task task, Randomness initialization, Engine engine) {
        int size = spec.modelSize();
        InputEncoder input = InputEncoder.projected(task.input(), size, initialization, engine);
        double inputScale = task.input() instanceof Task.Tokens ? inputScale(spec) : 1;
        TransformerEncoder encoder = new TransformerEncoder(spec, inputScale, initialization, engine);
        Head head = spec.tieEmbeddings()
                ? Head.tied(task, size, spec.pooling(), input.vectors(), initialization, engine)
                : new Head(task, size, spec.pooling(), initialization, engine);
        return new Parts(input, encoder, head);
    }

    /**
     * Vectors of tokens begin with length 1 and are brought to the scale of positions (Vaswani et al. 2017, section 3.4).
     */
    static double inputScale(TransformerSpec spec) {
        return Math.sqrt(spec.modelSize());
    }

    private static void requireSymbols(Task task) {
        if (!(task.input() instanceof Task.Tokens tokens)) {
            throw new IllegalArgumentException("tieEmbeddings needs input of tokens, whose vectors it shares; got"
                    + " features; leave it out");
        }
        if (!task.target().classification() || task.target().size() != tokens.vocabulary()) {
            throw new IllegalArgumentException("tieEmbeddings needs targets that are symbols of the input; got "
                    + tokens.vocabulary() + " symbols and " + task.target().size()
                    + (task.target().classification() ? " classes" : " values") + "; leave it out");
        }
    }

    @Override
    public WeightMap weightMap(TransformerSpec spec, Parameters parameters, Layout layout) {
        return TransformerWeightMap.of(spec, parameters, layout);
    }

    @Override
    public OnnxEncoder onnxEncoder(TransformerSpec spec, Parameters parameters) {
        return new TransformerOnnx(spec, parameters);
    }
}
