package dev.unroll.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LogSoftmaxLossTest {

    private static final ActivationIdentity IDENTITY = new ActivationIdentity();

    private final WeightedLoss loss = new WeightedLoss(new LogSoftmaxLoss(), IDENTITY);
    /** Two classes and a weight. */
    private final INDArray labels = Nd4j.createFromArray(new float[][] {{1, 0, 1}, {1, 0, 2}, {0, 1, 1}, {1, 0, 0}});
    private final INDArray scores =
            Nd4j.createFromArray(new float[][] {{0, 40}, {0, -40}, {40, -40}, {-40, 40}});

    @Test
    void aConfidentMistakeCostsAllThatItsScoresSay() {
        double[] losses = loss.computeScoreArray(labels, scores, IDENTITY, null).data().asDouble();
        assertThat(losses).containsExactly(new double[] {40, 0, 80, 0}, within(1e-5));
        assertThat(loss.computeScore(labels, scores, IDENTITY, null, false)).isCloseTo(120, within(1e-5));
    }

    @Test
    void theGradientIsProbabilitiesLessLabels() {
        INDArray gradient = loss.computeGradient(labels, scores, IDENTITY, null);
        assertThat(gradient.dup('c').data().asDouble())
                .containsExactly(new double[] {-1, 1, 0, 0, 1, -1, 0, 0}, within(1e-5));
        INDArray mild = Nd4j.createFromArray(new float[][] {{1, 0}});
        double p = 1 / (1 + StrictMath.exp(-1));
        assertThat(loss.computeGradient(Nd4j.createFromArray(new float[][] {{0, 1, 3}}), mild, IDENTITY, null)
                .data().asDouble()).containsExactly(new double[] {3 * p, -3 * p}, within(1e-5));
    }
}
