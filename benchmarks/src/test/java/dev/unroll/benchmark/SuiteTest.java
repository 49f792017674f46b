package dev.unroll.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.unroll.benchmark.contender.Workload;
import dev.unroll.benchmark.contender.Workload.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuiteTest {

    @Test
    void everyWorkloadIsFoundByItsName() {
        for (Suite.Entry entry : Suite.entries()) {
            assertThat(Workload.named(entry.workload().name())).isEqualTo(entry.workload());
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Workload.named("lstm"))
                .withMessageContaining("got lstm");
    }

    @Test
    void operationsOfSmallModelsAreThoseCountedByHand() {
        // B=1, T=2, F=3, H=5, one gate. Input: 2 steps of 15 multiply-adds, forward and for the weights. Recurrent: 1 step
        // of 25, three times.
        assertThat(Workload.recurrent(Kind.RNN, 1, 2, 3, 5).trainingOperations()).isEqualTo(2 * (2 * 30 + 3 * 25));
        assertThat(Workload.recurrent(Kind.LSTM, 1, 2, 3, 5).trainingOperations())
                .isEqualTo(4 * 2 * (2 * 30 + 3 * 25));
        // Width 4, T=3: maps 12*16 per row, 3 rows, three times; attention 2*4 per pair, 9 pairs, three times; 2 blocks.
        double block = 3 * 12 * 16 * 3 + 3 * 2 * 4 * 9;
        assertThat(new Workload(Kind.TRANSFORMER, false, 1, 3, 2, 4).trainingOperations())
                .isEqualTo(2 * (2 * block + 2 * 3 * 2 * 4));
        double causal = 3 * 12 * 16 * 3 + 3 * 2 * 4 * 6;
        assertThat(new Workload(Kind.TRANSFORMER, true, 1, 3, 2, 4).trainingOperations())
                .isEqualTo(2 * (2 * causal + 2 * 3 * 2 * 4));
    }

    @Test
    void aWordNamesASectionOrOneWorkloadOrWithAStarAllThatBeginSo() {
        assertThat(called("lstm")).hasSize(4).allMatch(name -> name.startsWith("lstm-b"));
        assertThat(called("lstm-b32-t100-f2-h128")).containsExactly("lstm-b32-t100-f2-h128");
        assertThat(called("lstm-b32-t100")).isEmpty();
        assertThat(called("lstm-b32-t100*")).contains("lstm-b32-t100-f2-h128", "lstm-b32-t100-f4-h60");
        assertThat(called("*")).hasSize((int) Suite.entries().stream().map(e -> e.workload().name()).distinct().count());
    }

    private static List<String> called(String word) {
        return Suite.entries().stream().filter(entry -> entry.isCalled(word)).map(entry -> entry.workload().name())
                .toList();
    }
}
