package dev.unroll.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.Kernels;
import dev.unroll.loss.CrossEntropy;
import dev.unroll.model.Parameter;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Input;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.model.Task.Tokens;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.testing.Closeness;
import dev.unroll.testing.Specs;
import org.junit.jupiter.api.Test;

/** Scores of symbols by inner products with their embeddings. */
class TiedEmbeddingsTest {

    private static final int SYMBOLS = 37;
    private static final Randomness DROPOUT = Randomness.of(1, Purpose.DROPOUT);
    private static final SequenceBatch BATCH = new SequenceBatch(new int[] {4, 2}, null,
            new int[] {3, 36, 0, 3, 9, 20, 0, 0}, null, new int[] {1, 0, 36, 3, 9, 4, 0, 0}, null);

    private static SequenceModel model(Input input, TargetKind kind, int classes, Kernels kernels, int threads) {
        TransformerSpec spec = Specs.of(TransformerSpec.class, "modelSize", 8, "numHeads", 2, "numLayers", 1,
                "tieEmbeddings", true);
        Task task = new Task(input, new Target(kind, classes), new CrossEntropy());
        return new TransformerFactory().create(spec, task, Randomness.of(1, Purpose.INITIALIZATION),
                new Engine(kernels, new Workers(threads)));
    }

    private static SequenceModel model(Kernels kernels, int threads) {
        return model(new Tokens(SYMBOLS), TargetKind.CLASS_PER_STEP, SYMBOLS, kernels, threads);
    }

    @Test
    void theVectorsAreAParameterOnce() {
        assertThat(model(Kernels.scalar(), 1).parameters().list()).extracting(Parameter::name)
                .contains("embedding.weight", "head.bias").doesNotContain("head.weight");
    }

    @Test
    void theirGradientIsThatOfBothUses() {
        SequenceModel model = model(Kernels.vector(), 2);
        model.gradients(BATCH, DROPOUT);
        Parameter vectors = model.parameters().get("embedding.weight");
        Parameter bias = model.parameters().get("head.bias");
        float[] gradient = vectors.gradient().clone();
        float[] biasGradient = bias.gradient().clone();
        // Symbols 3 and 36 are read, 4 is a class alone, 25 is neither.
        for (int i : new int[] {3 * 8, 3 * 8 + 5, 36 * 8 + 7, 4 * 8 + 2, 25 * 8 + 1}) {
            assertThat(slope(model, vectors, i)).as("vector " + i).isCloseTo(gradient[i], offset(1e-3));
        }
        for (int i : new int[] {0, 4, 25, 36}) {
            assertThat(slope(model, bias, i)).as("bias " + i).isCloseTo(biasGradient[i], offset(1e-3));
        }
    }

    private static double slope(SequenceModel model, Parameter parameter, int i) {
        float kept = parameter.value()[i];
        parameter.value()[i] = kept + 1e-2f;
        double above = model.gradients(BATCH, DROPOUT);
        parameter.value()[i] = kept - 1e-2f;
        double below = model.gradients(BATCH, DROPOUT);
        parameter.value()[i] = kept;
        return (above - below) / 2e-2;
    }

    @Test
    void kernelsAndThreadsChangeNoBit() {
        SequenceModel plain = model(Kernels.scalar(), 1);
        SequenceModel other = model(Kernels.vector(), 3);
        assertThat(other.gradients(BATCH, DROPOUT)).isEqualTo(plain.gradients(BATCH, DROPOUT));
        for (Parameter parameter : plain.parameters()) {
            Closeness.assertSameBits(parameter.name(), other.parameters().get(parameter.name()).gradient(),
                    parameter.gradient(), parameter.size());
        }
    }

    @Test
    void classesThatAreNotTheSymbolsAreRefused() {
        assertThatThrownBy(() -> model(new Features(3), TargetKind.CLASS, 5, Kernels.scalar(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tieEmbeddings needs input of tokens, whose vectors it shares; got features; leave it out");
        assertThatThrownBy(() -> model(new Tokens(7), TargetKind.CLASS_PER_STEP, 5, Kernels.scalar(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tieEmbeddings needs targets that are symbols of the input; got 7 symbols and 5 classes;"
                        + " leave it out");
    }
}
