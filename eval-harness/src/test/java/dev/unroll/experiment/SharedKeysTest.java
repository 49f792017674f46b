package dev.unroll.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.unroll.experiment.SpecNode.Mapping;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedKeysTest {

    record Window(Integer window, Integer horizon) {
        Window {
            if (horizon != null && horizon < 1) {
                throw new IllegalArgumentException("horizon must be at least 1; got " + horizon);
            }
        }
    }

    record Series(String path, @JsonUnwrapped Window shared, Boolean differences) {
        Series {
            shared = new Window(shared.window() == null ? 7 : shared.window(), shared.horizon());
        }
    }

    private static Series bind(String yaml) {
        Mapping root = YamlTree.parse("s.yaml", yaml);
        return RecordBinder.PLAIN.bind(Series.class, root.fields(), root.place(), "a series");
    }

    @Test
    void keysOfASharedRecordStandAmongTheOthers() {
        assertThat(bind("{path: a.csv, horizon: 2, differences: true}"))
                .isEqualTo(new Series("a.csv", new Window(7, 2), true));
        assertThat(RecordBinder.keys(Series.class)).containsExactly("path", "window", "horizon", "differences");
        assertThat(RecordTree.of(bind("{path: a.csv}")).keySet())
                .containsExactly("path", "window", "horizon", "differences");
        assertThat(RecordTree.of(bind("{path: a.csv}"))).containsAllEntriesOf(Map.of("path", "a.csv", "window", 7));
    }

    @Test
    void whatASharedRecordRefusesIsFoundByItsLine() {
        assertThatThrownBy(() -> bind("path: a.csv\nhorizon: 0\n"))
                .hasMessage("s.yaml:2: horizon must be at least 1; got 0");
        assertThatThrownBy(() -> bind("path: a.csv\nshared: {window: 2}\n")).hasMessageStartingWith("s.yaml:2: ")
                .hasMessageContaining("every key must be one that a series has; got shared");
        assertThatThrownBy(() -> bind("path: a.csv\nwindow: [3]\n"))
                .hasMessageStartingWith("s.yaml:2: window must be a whole number");
    }
}
