package dev.unroll.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Nd4jTest {

    @Test
    void theNativePartOfThisSystemMultipliesMatrices() {
        INDArray x = Nd4j.create(new float[] {1, 2, 3, 4, 5, 6}, new long[] {2, 3}, 'c');
        INDArray product = x.mmul(x.transpose());
        assertThat(product.toFloatMatrix()).isDeepEqualTo(new float[][] {{14, 32}, {32, 77}});
    }

    @Test
    void threadsAreThoseOfTheProductsOfMatricesToo() {
        try {
            Nd4jSettings.use(2);
            assertThat(Nd4j.factory().blas().getMaxThreads()).isEqualTo(2);
        } finally {
            Nd4jSettings.use(1);
        }
        assertThat(Nd4j.factory().blas().getMaxThreads()).isEqualTo(1);
    }
}
