package dev.unroll.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

    /** {@code Double.toString} of JDK 17 gives two digits more than needed for some of these (JDK-4511638). */
    @Test
    void writesTheShortestDecimalOnEveryPlatform() {
        double[] values = {0.1, 1, 100, 1e7, 1.0 / 3, 0x1p-44, 2e-3, 2e23, 1.1e23, 4.9e-324, 8.41e21, 5.0e-324, 2.0e-322,
            Double.MAX_VALUE, -0.0};

        assertThat(CanonicalJson.write(values)).isEqualTo("[ 0.1, 1.0, 100.0, 1.0E7, 0.3333333333333333, 5.684341886080802E-14, "
                + "0.002, 2.0E23, 1.1E23, 4.9E-324, 8.41E21, 4.9E-324, 2.0E-322, 1.7976931348623157E308, -0.0 ]\n");
        assertThat(CanonicalJson.write(List.of(0x1p-44, 2e23))).isEqualTo("[ 5.684341886080802E-14, 2.0E23 ]\n");
    }

    @Test
    void numbersThatAreNoneAreReadBack() throws Exception {
        String json = CanonicalJson.write(Map.of("x", Double.NaN));

        assertThat(json).isEqualTo("{\n  \"x\": \"NaN\"\n}\n");
        assertThat(CanonicalJson.mapper().readValue("{\"x\": \"NaN\", \"y\": \"-Infinity\"}", Pair.class))
                .isEqualTo(new Pair(Double.NaN, Double.NEGATIVE_INFINITY));
    }

    private record Pair(double x, double y) {
    }
}
