package dev.unroll.transformer;

import dev.unroll.engine.Engine;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.random.Randomness;
import dev.unroll.testing.SequenceModelContract;
import dev.unroll.testing.Specs;
import java.util.EnumSet;
import java.util.Set;

/** A model with many of the options at once. */
class TransformerOptionsModelTest extends SequenceModelContract {

    @Override
    protected SequenceModel create(Task task, double dropout, Randomness initialization, Engine engine) {
        TransformerSpec spec = Specs.of(TransformerSpec.class, "modelSize", 16, "numHeads", 4, "numKeyValueHeads", 2,
                "feedForwardSize", 11, "activation", Activation.SWIGLU, "normalization", Normalization.RMS,
                "positions", Positions.RELATIVE, "attentionWindow", 7, "dropout", dropout, "attentionDropout", dropout,
                "stochasticDepth", dropout);
        return new TransformerFactory().create(spec, task, initialization, engine);
    }

    @Override
    protected Set<Ability> abilities() {
        return EnumSet.complementOf(EnumSet.of(Ability.CARRIED_STEPS, Ability.CARRIED_SEQUENCES));
    }
}
