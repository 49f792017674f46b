package dev.unroll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ElementwiseKernelsTest {

    private static final ElementwiseKernels SCALAR = Kernels.scalar().elementwise();
    private static final ElementwiseKernels VECTOR = Kernels.vector().elementwise();

    /** A function of x, and perhaps z and the old y, to y. */
    private interface Function {
        void apply(ElementwiseKernels e, int n, float[] x, int xOffset, float[] z, int zOffset, float[] y, int yOffset);
    }

    private static final Map<String, Function> FUNCTIONS = new TreeMap<>(Map.ofEntries(
            Map.entry("exp", (e, n, x, xo, z, zo, y, yo) -> e.exp(n, x, xo, y, yo)),
            Map.entry("tanh", (e, n, x, xo, z, zo, y, yo) -> e.tanh(n, x, xo, y, yo)),
            Map.entry("sigmoid", (e, n, x, xo, z, zo, y, yo) -> e.sigmoid(n, x, xo, y, yo)),
            Map.entry("relu", (e, n, x, xo, z, zo, y, yo) -> e.relu(n, x, xo, y, yo)),
            Map.entry("reluBackward", (e, n, x, xo, z, zo, y, yo) -> e.reluBackward(n, x, xo, z, zo, y, yo)),
            Map.entry("gelu", (e, n, x, xo, z, zo, y, yo) -> e.gelu(n, x, xo, y, yo)),
            Map.entry("geluBackward", (e, n, x, xo, z, zo, y, yo) -> e.geluBackward(n, x, xo, z, zo, y, yo)),
            Map.entry("geluTanh", (e, n, x, xo, z, zo, y, yo) -> e.geluTanh(n, x, xo, y, yo)),
            Map.entry("geluTanhBackward", (e, n, x, xo, z, zo, y, yo) -> e.geluTanhBackward(n, x, xo, z, zo, y, yo)),
            Map.entry("swiGlu", (e, n, x, xo, z, zo, y, yo) -> e.swiGlu(n, x, xo, z, zo, y, yo)),
            Map.entry("swiGluBackward of gates", (e, n, x, xo, z, zo, y, yo) ->
                    e.swiGluBackward(n, x, xo, z, zo, y.clone(), yo, y, yo, new float[n], 0)),
            Map.entry("swiGluBackward of values", (e, n, x, xo, z, zo, y, yo) ->
                    e.swiGluBackward(n, x, xo, z, zo, y.clone(), yo, new float[n], 0, y, yo)),
            Map.entry("add", (e, n, x, xo, z, zo, y, yo) -> e.add(n, x, xo, y, yo)),
            Map.entry("multiply", (e, n, x, xo, z, zo, y, yo) -> e.multiply(n, x, xo, z, zo, y, yo)),
            Map.entry("scale", (e, n, x, xo, z, zo, y, yo) -> e.scale(n, 1.7f, x, xo, y, yo)),
            Map.entry("multiplyAdd", (e, n, x, xo, z, zo, y, yo) -> e.multiplyAdd(n, 1.7f, x, xo, y, yo))));

    static Stream<String> names() {
        return FUNCTIONS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void vectorsHaveTheBitsOfThePlainLoopsAndTouchNothingElse(String name) {
        Function function = FUNCTIONS.get(name);
        for (int n : new int[] {0, 1, 7, 13, 33, 64, 129, 700}) {
            float[] x = SameBits.withSpecial(n + 2, n + 1);
            float[] z = SameBits.withSpecial(n + 3, n + 2);
            float[] expected = SameBits.withSpecial(n + 5, n + 3);
            float[] actual = expected.clone();
            function.apply(SCALAR, n, x, 2, z, 3, expected, 1);
            function.apply(VECTOR, n, x, 2, z, 3, actual, 1);
            SameBits.assertSameBits(actual, expected, name + " n=" + n);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void inputAndOutputMayBeTheSameRange(String name) {
        Function function = FUNCTIONS.get(name);
        int n = 333;
        float[] z = SameBits.ordinary(n, 2);
        float[] separate = SameBits.ordinary(n, 1);
        float[] shared = separate.clone();
        function.apply(VECTOR, n, separate.clone(), 0, z, 0, separate, 0);
        function.apply(VECTOR, n, shared, 0, z, 0, shared, 0);
        SameBits.assertSameBits(shared, separate, name);
    }

    @Test
    void rectifierPassesWhatIsAboveZeroAndItsGradient() {
        float[] x = {-2f, 0f, 3f, Float.NaN};
        float[] y = new float[4];
        SCALAR.relu(4, x, 0, y, 0);
        assertThat(y).containsExactly(0f, 0f, 3f, Float.NaN);
        float[] dx = new float[4];
        SCALAR.reluBackward(4, y, 0, new float[] {5f, 6f, 7f, 8f}, 0, dx, 0);
        assertThat(dx).containsExactly(0f, 0f, 7f, 0f);
    }

    @Test
    void arithmeticIsWhatItSays() {
        float[] x = {1f, 2f};
        float[] y = {10f, 20f};
        SCALAR.add(2, x, 0, y, 0);
        assertThat(y).containsExactly(11f, 22f);
        SCALAR.multiplyAdd(2, 3f, x, 0, y, 0);
        assertThat(y).containsExactly(14f, 28f);
        SCALAR.multiply(2, x, 0, y, 0, y, 0);
        assertThat(y).containsExactly(14f, 56f);
        SCALAR.scale(2, 0.5f, y, 0, y, 0);
        assertThat(y).containsExactly(7f, 28f);
    }
}
