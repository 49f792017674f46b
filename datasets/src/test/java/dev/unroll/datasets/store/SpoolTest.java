package dev.unroll.datasets.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.datasets.store.Spool.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpoolTest {

    private static int value(long i) {
        return (int) (i * 7 % 256);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void whatIsAppendedIsReadFromMemoryAndFromAFile(Form form) {
        int n = 700_001;
        for (long most : new long[] {1L << 40, 2L << 20, 0}) {
            Spool spool = new Spool(form, most);
            for (long i = 0; i < n; i++) {
                spool.append(value(i));
            }
            assertThat(spool.size()).isEqualTo(n);
            double[] read = new double[300_000];
            for (int from : new int[] {0, 1, 262_143, n - 300_000}) {
                spool.read(from, 299_999, read, 1);
                for (int i = 0; i < 299_999; i++) {
                    if (read[i + 1] != value(from + i)) {
                        assertThat(read[i + 1]).as("%s from %s at %s", form, from, i).isEqualTo(value(from + i));
                    }
                }
            }
            assertThatThrownBy(() -> spool.read(n - 5, 6, new double[6], 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThat(new Spool(form, 0).spilled()).isFalse();
    }

    @Test
    void formsKeepWhatTheyCanHold() {
        Spool doubles = new Spool(Form.DOUBLE, 0);
        doubles.append(Math.PI);
        double[] read = new double[1];
        doubles.read(0, 1, read, 0);
        assertThat(read).containsExactly(Math.PI);
        assertThat(doubles.spilled()).isTrue();
        Spool ints = new Spool(Form.INT);
        ints.append(-70_000);
        int[] whole = new int[1];
        ints.read(0, 1, whole, 0);
        assertThat(whole).containsExactly(-70_000);
    }
}
