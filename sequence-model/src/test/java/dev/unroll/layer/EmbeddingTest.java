package dev.unroll.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.engine.Engine;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import org.junit.jupiter.api.Test;

class EmbeddingTest {

    @Test
    void forwardLooksUpAndBackwardAddsUpPerSymbol() {
        Embedding embedding = new Embedding("embedding", 3, 40, Engine.withThreads(2))
                .initialize(Randomness.of(1, Purpose.INITIALIZATION));
        int[] tokens = {2, 0, 2};
        float[] y = new float[3 * 40];
        embedding.forward(3, tokens, y);
        float[] weight = embedding.weight().value();
        for (int i = 0; i < 40; i++) {
            assertThat(y[i]).isEqualTo(weight[2 * 40 + i]);
            assertThat(y[40 + i]).isEqualTo(weight[i]);
            assertThat(y[80 + i]).isEqualTo(weight[2 * 40 + i]);
        }
        float[] dy = new float[3 * 40];
        for (int i = 0; i < dy.length; i++) {
            dy[i] = i;
        }
        embedding.backward(3, tokens, dy);
        float[] gradient = embedding.weight().gradient();
        for (int i = 0; i < 40; i++) {
            assertThat(gradient[i]).isEqualTo(40 + i);
            assertThat(gradient[40 + i]).isZero();
            assertThat(gradient[80 + i]).isEqualTo(i + 80 + i);
        }
    }
}
