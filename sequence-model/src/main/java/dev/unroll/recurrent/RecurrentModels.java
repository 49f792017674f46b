package dev.unroll.recurrent;

import dev.unroll.engine.Engine;
import dev.unroll.layer.Head;
import dev.unroll.layer.InputEncoder;
import dev.unroll.layer.NativeModel;
import dev.unroll.layer.NativeModel.Parts;
import dev.unroll.layer.Pooling;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Randomness;
import java.util.function.IntFunction;

/** Makes the model around a stack of recurrent layers. */
public final class RecurrentModels {

    private RecurrentModels() {
    }

    /**
     * A model whose stack takes features as they are, or projected to its size where it is residual, and tokens as
     * vectors.
     *
     * @param embeddingSize values of a token's vector, and of projected features
     * @param stack         makes the stack, initialized, for inputs of that many values; the same one each time
     */
    public static SequenceModel create(ModelSpec spec, Task task, int embeddingSize, Pooling pooling,
            Backbone backbone, Randomness initialization, Engine engine, IntFunction<RecurrentStack> stack) {
        return spec.engine().compute(new NativeModel(spec, task, () -> {
            InputEncoder input = backbone.residual()
                    ? InputEncoder.projected(task.input(), embeddingSize, initialization, engine)
                    : InputEncoder.direct(task.input(), embeddingSize, initialization, engine);
            RecurrentStack encoder = stack.apply(input.outputSize());
            Head head = new Head(task, encoder.outputSize(), encoder.reversedSize(), pooling, initialization, engine);
            return new Parts(input, encoder, head);
        }, engine), engine);
    }
}
