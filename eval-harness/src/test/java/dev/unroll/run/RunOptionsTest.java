package dev.unroll.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RunOptionsTest {

    private static RunOptions filledIn(Integer jobs, Integer threads, int processors, int trials) {
        return new RunOptions(jobs, threads, null).filledIn(processors, trials);
    }

    @Test
    void putsTrialsSideBySideAndSharesWhatIsOver() {
        assertThat(filledIn(null, null, 16, 90)).isEqualTo(new RunOptions(16, 1, true));
        assertThat(filledIn(null, null, 16, 3)).isEqualTo(new RunOptions(3, 5, true));
        assertThat(filledIn(null, null, 2, 1)).isEqualTo(new RunOptions(1, 2, true));
    }

    @Test
    void keepsWhatIsGiven() {
        assertThat(filledIn(3, null, 16, 90)).isEqualTo(new RunOptions(3, 5, true));
        assertThat(filledIn(null, 4, 16, 90)).isEqualTo(new RunOptions(4, 4, true));
        assertThat(filledIn(null, 32, 16, 90)).isEqualTo(new RunOptions(1, 32, true));
        assertThat(filledIn(7, 9, 1, 1)).isEqualTo(new RunOptions(7, 9, true));
    }

    @Test
    void refusesNone() {
        assertThatThrownBy(() -> new RunOptions(0, null, null))
                .hasMessage("the number of jobs must be at least 1; got 0");
        assertThatThrownBy(() -> new RunOptions(null, -1, null))
                .hasMessage("the number of threads must be at least 1; got -1");
    }
}
