package dev.unroll.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unroll.kernel.Kernels;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientClippingTest {

    private static final Kernels KERNELS = Kernels.chosen();

    @Test
    void clippingMatchesPyTorch() throws IOException {
        JsonNode fixture;
        try (InputStream in = GradientClippingTest.class.getResourceAsStream("/fixtures/clip_global_norm.json")) {
            fixture = new ObjectMapper().readTree(in);
        }
        float[] a = flat(fixture.at("/inputs/a"));
        float[] b = flat(fixture.at("/inputs/b"));
        Parameters parameters = withGradients(a, b);
        double norm = GradientClipping.globalNorm(KERNELS, parameters, fixture.at("/config/max_norm").asDouble());
        assertThat(norm).isCloseTo(fixture.at("/outputs/norm").asDouble(), within(1e-6));
        assertThat(parameters.get("a").gradient()).containsExactly(flat(fixture.at("/outputs/a")), within(2e-7f));
        assertThat(parameters.get("b").gradient()).containsExactly(flat(fixture.at("/outputs/b")), within(2e-7f));
    }

    @Test
    void gradientsBelowTheBoundAreLeftAsTheyAre() {
        float[] a = {3f, 0f};
        float[] b = {0f, -4f, 0f};
        Parameters parameters = withGradients(a, b);
        assertThat(GradientClipping.globalNorm(KERNELS, parameters, 5.1)).isEqualTo(5);
        assertThat(GradientClipping.globalNorm(KERNELS, parameters, Double.POSITIVE_INFINITY)).isEqualTo(5);
        assertThat(parameters.get("a").gradient()).isEqualTo(a);
        assertThat(parameters.get("b").gradient()).isEqualTo(b);
    }

    @Test
    void aNormThatIsNotFiniteIsReturnedAndChangesNothing() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            Parameters parameters = withGradients(new float[] {1f, bad}, new float[] {100f});
            assertThat(Double.isFinite(GradientClipping.globalNorm(KERNELS, parameters, 1))).isFalse();
            assertThat(parameters.get("b").gradient()).containsExactly(100f);
        }
    }

    @Test
    void impossibleBoundsAreRefused() {
        Parameters parameters = withGradients(new float[] {1f}, new float[] {1f});
        assertThatThrownBy(() -> GradientClipping.globalNorm(KERNELS, parameters, 0))
                .hasMessage("the greatest norm of the gradient must be above 0; got 0.0");
        assertThatThrownBy(() -> GradientClipping.globalNorm(KERNELS, parameters, Double.NaN))
                .hasMessageContaining("got NaN");
    }

    private static Parameters withGradients(float[] a, float[] b) {
        Parameter first = new Parameter("a", a.length);
        Parameter second = new Parameter("b", b.length);
        System.arraycopy(a, 0, first.gradient(), 0, a.length);
        System.arraycopy(b, 0, second.gradient(), 0, b.length);
        return new Parameters(List.of(first, second));
    }

    private static float[] flat(JsonNode array) {
        List<Float> found = new ArrayList<>();
        collect(array, found);
        float[] values = new float[found.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = found.get(i);
        }
        return values;
    }

    private static void collect(JsonNode node, List<Float> found) {
        if (node.isNumber()) {
            found.add((float) node.asDouble());
        }
        for (Iterator<JsonNode> children = node.elements(); children.hasNext();) {
            collect(children.next(), found);
        }
    }
}
