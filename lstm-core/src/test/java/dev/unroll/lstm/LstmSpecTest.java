package dev.unroll.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.engine.Engine;
import dev.unroll.layer.Pooling;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.RecurrentInitialization;
import dev.unroll.testing.Specs;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LstmSpecTest {

    private static void assertRefused(String message, List<Integer> hiddenSizes, Double dropout, Double forgetBias,
            Integer embeddingSize) {
        assertThatThrownBy(() -> new LstmSpec(hiddenSizes, dropout, forgetBias, embeddingSize, null))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void whatIsLeftOutTakesItsDefault() {
        assertThat(LstmSpec.of(48, 32)).isEqualTo(new LstmSpec(List.of(48, 32), 0.0, 1.0, 48, Pooling.LAST));
    }

    @Test
    void impossibleValuesAreRefusedWithTheReason() {
        assertRefused("hiddenSizes must name the hidden units of at least one layer; got nothing; write for example "
                + "[64] or [64, 32]", null, null, null, null);
        assertRefused("hiddenSizes must name the hidden units of at least one layer; got []; write for example [64] or "
                + "[64, 32]", List.of(), null, null, null);
        assertRefused("each of hiddenSizes must be at least 1; got [64, 0]", List.of(64, 0), null, null, null);
        assertRefused("each of hiddenSizes must be at least 1; got [64, null]", Arrays.asList(64, null), null, null,
                null);
        assertRefused("dropout must be at least 0 and less than 1; got 1.0", List.of(8, 8), 1.0, null, null);
        assertRefused("dropout must be at least 0 and less than 1; got NaN", List.of(8, 8), Double.NaN, null, null);
        assertRefused("dropout acts between layers and needs at least two; got 0.2 with one layer; set dropout to 0 "
                + "or give hiddenSizes another entry", List.of(8), 0.2, null, null);
        assertRefused("forgetBias must be a finite number; got Infinity", List.of(8), null, Double.POSITIVE_INFINITY,
                null);
        assertRefused("embeddingSize must be at least 1; got 0", List.of(8), null, null, 0);
    }

    private static LstmSpec variant(Boolean peepholes, Boolean coupledGates, Boolean inputGate, Boolean forgetGate,
            Boolean outputGate, Boolean fullGateRecurrence, Double forgetBias) {
        return Specs.of(LstmSpec.class, "hiddenSizes", List.of(8), "forgetBias", forgetBias, "peepholes", peepholes,
                "coupledGates", coupledGates, "inputGate", inputGate, "forgetGate", forgetGate, "outputGate", outputGate,
                "fullGateRecurrence", fullGateRecurrence);
    }

    @Test
    void theCellIsVanillaByDefault() {
        assertThat(LstmSpec.of(8).cell()).isEqualTo(LstmCell.VANILLA);
        assertThat(variant(true, null, null, null, null, null, null).cell()).isEqualTo(Cells.of("peepholes"));
        assertThat(variant(null, true, null, null, false, null, null).cell())
                .isEqualTo(Cells.of("coupledGates noOutputGate"));
        assertThat(variant(null, null, false, null, null, true, null).cell())
                .isEqualTo(Cells.of("noInputGate fullGateRecurrence"));
    }

    @Test
    void combinationsThatMeanNothingAreRefusedWithTheReason() {
        assertThatThrownBy(() -> variant(null, true, null, false, null, null, null)).hasMessage("coupledGates makes the"
                + " input gate 1 minus the forget gate and needs both; got inputGate true and forgetGate false; leave"
                + " them true or coupledGates false");
        assertThatThrownBy(() -> variant(true, null, false, false, false, null, null)).hasMessage("peepholes needs a"
                + " gate to act on; got inputGate, forgetGate and outputGate all false; leave one of them true or"
                + " peepholes out");
        assertThatThrownBy(() -> variant(null, null, false, false, false, true, null)).hasMessage("fullGateRecurrence"
                + " needs a gate to act on; got inputGate, forgetGate and outputGate all false; leave one of them true"
                + " or fullGateRecurrence out");
        assertThatThrownBy(() -> variant(null, null, null, false, null, null, 1.0)).hasMessage("forgetBias needs a"
                + " forget gate; got 1.0 with forgetGate false; leave it out");
    }

    private static LstmSpec activated(Boolean gated, GateActivation gateActivation, Double cellClip) {
        return Specs.of(LstmSpec.class, "hiddenSizes", List.of(8), "inputGate", gated, "forgetGate", gated,
                "outputGate", gated, "gateActivation", gateActivation, "cellClip", cellClip);
    }

    @Test
    void gatesAndClippingAreChecked() {
        assertThat(activated(true, GateActivation.HARD_SIGMOID, 3.0).cell())
                .isEqualTo(Cells.of("gateActivation=hard-sigmoid cellClip=3"));
        assertThatThrownBy(() -> activated(true, null, 0.0)).hasMessage("cellClip must be above 0; got 0.0; leave it"
                + " out to let the cells grow without bound");
        assertThatThrownBy(() -> activated(true, null, Double.NaN)).hasMessageStartingWith("cellClip must be above 0");
        assertThatThrownBy(() -> activated(false, GateActivation.HARD_SIGMOID, null)).hasMessage("gateActivation needs"
                + " a gate to act on; got inputGate, forgetGate and outputGate all false; leave one of them true or"
                + " gateActivation out");
    }

    private static LstmSpec started(Double forgetBias, Boolean forgetGate, Integer chronoLength) {
        return Specs.of(LstmSpec.class, "hiddenSizes", List.of(8), "forgetBias", forgetBias, "forgetGate", forgetGate,
                "recurrentInitialization", RecurrentInitialization.GLOROT, "chronoLength", chronoLength,
                "learnedInitialState", true);
    }

    @Test
    void initializationIsChecked() {
        assertThat(started(null, null, 50).initialization())
                .isEqualTo(new LstmInitialization(0, 50, RecurrentInitialization.GLOROT));
        assertThat(started(0.0, null, 50)).isEqualTo(started(null, null, 50));
        assertThat(LstmSpec.of(8).initialization())
                .isEqualTo(new LstmInitialization(1, 0, RecurrentInitialization.ORTHOGONAL));
        assertThatThrownBy(() -> started(null, null, 2)).hasMessage("chronoLength must be at least 3; got 2; give the"
                + " longest lag of the data in steps");
        assertThatThrownBy(() -> started(null, false, 50)).hasMessage("chronoLength needs a forget gate; got 50 with"
                + " forgetGate false; leave it out");
        assertThatThrownBy(() -> started(1.0, null, 50)).hasMessage("forgetBias and chronoLength both set the forget"
                + " gates' biases; got 1.0 and 50; leave one of them out");
    }

    private static LstmSpec projected(int projectionSize) {
        return Specs.of(LstmSpec.class, "hiddenSizes", List.of(8, 6), "projectionSize", projectionSize);
    }

    @Test
    void projectionsMakeTheStateSmaller() {
        assertThat(LstmFactory.encoder(projected(5), 3, Randomness.of(1, Purpose.INITIALIZATION),
                Engine.withThreads(1)).outputSize()).isEqualTo(5);
        assertThatThrownBy(() -> projected(6)).hasMessage("projectionSize must be at least 1 and less than each of"
                + " hiddenSizes; got 6 and [8, 6]; leave it out for none");
        assertThatThrownBy(() -> projected(0)).hasMessageStartingWith("projectionSize must be at least 1");
    }

    @Test
    void whatWasChosenCanBeGivenAgain() {
        LstmSpec spec = variant(null, null, null, false, null, null, null);
        assertThat(spec.forgetBias()).isZero();
        assertThat(variant(false, false, true, false, true, false, spec.forgetBias())).isEqualTo(spec);
    }
}
