package dev.unroll.dl4j;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.layer.Pooling;
import dev.unroll.lstm.CellActivation;
import dev.unroll.lstm.GateActivation;
import dev.unroll.lstm.LstmRegularization;
import dev.unroll.lstm.LstmSpec;
import dev.unroll.model.ModelSpec;
import dev.unroll.recurrent.Backbone;
import dev.unroll.recurrent.Direction;
import dev.unroll.recurrent.RecurrentRegularization;
import dev.unroll.rnn.RnnSpec;
import dev.unroll.testing.Specs;
import dev.unroll.transformer.Activation;
import dev.unroll.transformer.Positions;
import dev.unroll.transformer.TransformerSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LimitsTest {

    static Stream<Arguments> beyond() {
        return Stream.of(
                lstm("coupledGates must be false", "coupledGates", true),
                lstm("inputGate, forgetGate and outputGate must be true", "outputGate", false),
                lstm("inputActivation must be outputActivation", "outputActivation", CellActivation.IDENTITY),
                lstm("fullGateRecurrence must be false", "fullGateRecurrence", true),
                lstm("gateActivation must be sigmoid", "gateActivation", GateActivation.HARD_SIGMOID),
                lstm("cellClip must be left out", "cellClip", 3.0),
                lstm("learnedInitialState must be false", "learnedInitialState", true),
                lstm("direction must be forward", "direction", Direction.REVERSE),
                lstm("projectionSize must be left out", "projectionSize", 2),
                lstm("layerNorm must be false", "layerNorm", true),
                lstm("candidateDropout must be 0.0", "regularization", new LstmRegularization(null, 0.1, null)),
                lstm("cellZoneout must be 0.0", "regularization", new LstmRegularization(null, null, 0.1)),
                lstm("zoneout must be 0.0", "regularization", new LstmRegularization(
                        new RecurrentRegularization(null, null, 0.1), null, null)),
                lstm("residual must be false", "backbone", new Backbone(true, null)),
                lstm("pooling must be last", "pooling", Pooling.MEAN),
                rnn("learnedInitialState must be false", "learnedInitialState", true),
                rnn("direction must be forward", "direction", Direction.BIDIRECTIONAL),
                rnn("leak must be 1.0", "leak", 0.5),
                rnn("layerNorm must be false", "layerNorm", true),
                rnn("recurrentDropout must be 0.0", "regularization", new RecurrentRegularization(0.1, null, null)),
                rnn("dropConnect must be 0.0", "regularization", new RecurrentRegularization(null, 0.1, null)),
                rnn("residual must be false", "backbone", new Backbone(true, null)),
                rnn("pooling must be last", "pooling", Pooling.ATTENTION),
                transformer("positions must be sinusoidal, learned or none", "positions", Positions.ROTARY),
                transformer("numKeyValueHeads must be numHeads", "numKeyValueHeads", 2),
                transformer("activation must be gelu, gelu-tanh or relu", "activation", Activation.SWIGLU),
                transformer("attentionDropout must be 0.0", "attentionDropout", 0.1),
                transformer("stochasticDepth must be 0.0", "stochasticDepth", 0.1),
                transformer("pooling must be last, first or mean", "pooling", Pooling.ATTENTION));
    }

    private static Arguments lstm(String begins, String key, Object value) {
        return Arguments.of(begins, Specs.of(LstmSpec.class, "hiddenSizes", List.of(4), key, value));
    }

    private static Arguments rnn(String begins, String key, Object value) {
        return Arguments.of(begins, Specs.of(RnnSpec.class, "hiddenSizes", List.of(4), key, value));
    }

    private static Arguments transformer(String begins, String key, Object value) {
        return Arguments.of(begins, Specs.of(TransformerSpec.class, key, value));
    }

    @ParameterizedTest
    @MethodSource("beyond")
    void eachOptionThatTheLayersLackIsRefusedByName(String begins, ModelSpec spec) {
        assertThatThrownBy(() -> Limits.require(spec)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(begins + " ").hasMessageContaining("engine dl4j")
                .hasMessageContaining("; got ").hasMessageEndingWith("; leave it out, or choose engine native");
    }

    @Test
    void whatTheLayersHaveIsTaken() {
        assertThatCode(() -> {
            Limits.require(Specs.of(LstmSpec.class, "hiddenSizes", List.of(4, 3), "dropout", 0.1, "peepholes", true,
                    "inputActivation", CellActivation.IDENTITY, "outputActivation", CellActivation.IDENTITY,
                    "forgetBias", 2.0, "embeddingSize", 7));
            Limits.require(Specs.of(RnnSpec.class, "hiddenSizes", List.of(4, 3), "dropout", 0.1, "activation",
                    dev.unroll.rnn.Activation.RELU));
            Limits.require(Specs.of(TransformerSpec.class, "positions", Positions.LEARNED, "attentionWindow", 3,
                    "normFirst", false, "causal", false, "tieEmbeddings", true, "dropout", 0.1, "pooling",
                    Pooling.MEAN));
        }).doesNotThrowAnyException();
    }
}
