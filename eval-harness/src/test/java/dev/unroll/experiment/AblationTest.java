package dev.unroll.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.experiment.AblationSpec.Variant;
import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.TestKinds.LstmSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class AblationTest {

    private static final String BEGIN = """
            name: x
            datasets: [{kind: adding}]
            models:
              - {name: A, kind: lstm, forgetBias: 1, hiddenSizes: [8], train: {batchSize: 16}}
              - {kind: transformer}
            seeds: [1]
            """;
    private static final String CHANGES = """
            ablate:
              base: A
              changes:
                small: {hiddenSizes: [2]}
                peep: {peepholes: true}
                slow: {train: {learningRate: 0.5}}
            """;

    private static ExperimentSpec read(String yaml) {
        return new SpecReader(TestKinds.KINDS).read("a.yaml", BEGIN + yaml);
    }

    private static List<String> names(ExperimentSpec spec) {
        return spec.models().stream().map(ModelEntry::name).toList();
    }

    @Test
    void everyChangeIsAVariantAfterItsBase() {
        ExperimentSpec spec = read(CHANGES);

        assertThat(names(spec)).containsExactly("A", "A_small", "A_peep", "A_slow", "transformer");
        assertThat(spec.models().get(1).spec()).isEqualTo(new LstmSpec(List.of(2), 0.0, false, 1f));
        assertThat(spec.models().get(2).spec()).isEqualTo(new LstmSpec(List.of(8), 0.0, true, 1f));
        assertThat(spec.models().get(3).spec()).isEqualTo(spec.models().get(0).spec());
        assertThat(spec.models().get(3).training().get(0).learningRate()).isEqualTo(0.5);
        assertThat(spec.models().get(3).training().get(0).batchSize()).isEqualTo(16);
        assertThat(spec.ablation()).isEqualTo(new AblationSpec("A", List.of(new Variant("A_small", List.of("small")),
                new Variant("A_peep", List.of("peep")), new Variant("A_slow", List.of("slow")))));
    }

    @Test
    void changesAreMadeTogetherAsTheDesignSays() {
        ExperimentSpec spec = read(CHANGES + "  design: [pairs, leave-one-in, single]\n");

        assertThat(names(spec)).as("all but one of three is a pair, made once").containsExactly("A", "A_small_peep",
                "A_small_slow", "A_peep_slow", "A_small", "A_peep", "A_slow", "transformer");
        assertThat(spec.models().get(2).spec()).isEqualTo(new LstmSpec(List.of(2), 0.0, false, 1f));
        assertThat(spec.models().get(2).training().get(0).learningRate()).isEqualTo(0.5);
        assertThat(names(read(CHANGES + "  design: leave-one-in\n  except: [[small, slow]]\n")))
                .containsExactly("A", "A_all-but-small", "A_all-but-slow", "transformer");
    }

    @Test
    void theBaseIsKeptInTheResolvedForm() {
        ResolvedSpec resolved = ResolvedSpec.of(read(CHANGES));

        assertThat(resolved.json()).contains("\"base\": \"A\"");
        assertThat(RecordJson.parse("resolved.json", resolved.json(), ExperimentSpec.class, TestKinds.KINDS).ablation())
                .isEqualTo(read(CHANGES).ablation());
    }
}
