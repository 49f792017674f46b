package dev.unroll.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

/** Decompositions and long products. */
class ProductsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 13, 33, 64})
    void aMatrixIsOrthonormalTimesTriangularWithAPositiveDiagonal(int n) {
        for (int k : new int[] {1, (n + 1) / 2, n}) {
            double[] a = new RandomMatrices(n + k).gaussian(n, k);
            requireDecomposed(n, k, a);
        }
    }

    @Test
    void columnsThatDependOnOthersStillGiveAnOrthonormalBasis() {
        double[] a = new RandomMatrices(3).gaussian(7, 4);
        for (int row = 0; row < 7; row++) {
            a[row * 4 + 2] = 2 * a[row * 4] - a[row * 4 + 1];
            a[row * 4 + 3] = 0;
        }
        requireDecomposed(7, 4, a);
    }

    private static void requireDecomposed(int n, int k, double[] a) {
        double[] q = a.clone();
        HouseholderQr qr = new HouseholderQr(n, k);
        qr.decompose(q);
        double[] square = new double[k * k];
        Matrices.multiply(k, n, k, Matrices.transpose(n, k, q), q, square);
        assertThat(square).as("QᵀQ").containsExactly(Matrices.identity(k), within(1e-13));
        double[] product = new double[n * k];
        Matrices.multiply(n, k, k, q, qr.r(), product);
        assertThat(product).as("QR").containsExactly(a, within(1e-13 * n));
        for (int i = 0; i < k; i++) {
            assertThat(qr.r()[i * k + i]).isGreaterThanOrEqualTo(0);
            for (int j = 0; j < i; j++) {
                assertThat(qr.r()[i * k + j]).isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 13, 33})
    void aShortProductHasTheSingularValuesOfCommonsMath(int n) {
        RandomMatrices random = new RandomMatrices(n);
        GradedProduct graded = new GradedProduct(n);
        double[] whole = Matrices.identity(n);
        for (int factor = 0; factor < 3; factor++) {
            double[] a = random.gaussian(n, n);
            double[] product = new double[n * n];
            Matrices.multiply(n, n, n, a, whole, product);
            whole = product;
            graded.multiplyLeft(a);
            Array2DRowRealMatrix matrix = new Array2DRowRealMatrix(n, n);
            for (int i = 0; i < n * n; i++) {
                matrix.setEntry(i / n, i % n, whole[i]);
            }
            double[] expected = new SingularValueDecomposition(matrix).getSingularValues();
            double[] logs = graded.logSingularValues();
            for (int i = 0; i < n; i++) {
                assertThat(Math.exp(logs[i])).isCloseTo(expected[i], within(1e-11 * expected[0]));
            }
        }
    }

    @Test
    void aLongProductKeepsSingularValuesFarBelowAndBeyondTheRangeOfDoubles() {
        int n = 9;
        int factors = 400;
        RandomMatrices random = new RandomMatrices(5);
        double[] values = {5, 1.2, 1, 1, 0.9, 0.5, 0.01, 1e-3, 1e-4};
        GradedProduct graded = new GradedProduct(n);
        double[] before = random.orthogonal(n);
        for (int factor = 0; factor < factors; factor++) {
            double[] after = random.orthogonal(n);
            graded.multiplyLeft(RandomMatrices.product(after, values, Matrices.transpose(n, n, before)));
            before = after;
        }
        double[] logs = graded.logSingularValues();
        for (int i = 0; i < n; i++) {
            assertThat(logs[i]).as("σ_" + (i + 1)).isCloseTo(factors * Math.log(values[i]), within(1e-9));
        }
    }

    @Test
    void directionsThatGrewApartMayBeMixedAgain() {
        int n = 5;
        double[] values = {1e-4, 0.01, 1, 1.2, 5};
        GradedProduct graded = new GradedProduct(n);
        for (int factor = 0; factor < 400; factor++) {
            graded.multiplyLeft(RandomMatrices.product(Matrices.identity(n), values, Matrices.identity(n)));
        }
        graded.multiplyLeft(new RandomMatrices(6).orthogonal(n));
        double[] logs = graded.logSingularValues();
        for (int i = 0; i < n; i++) {
            assertThat(logs[i]).isCloseTo(400 * Math.log(values[n - 1 - i]), within(1e-9));
        }
    }

    @Test
    void aSingularFactorLeavesNothingOfItsDirection() {
        GradedProduct graded = new GradedProduct(2);
        graded.multiplyLeft(new double[] {2, 0, 0, 0});
        graded.multiplyLeft(new double[] {3, 0, 0, 1});
        double[] logs = graded.logSingularValues();
        assertThat(logs[0]).isCloseTo(Math.log(6), within(1e-14));
        assertThat(logs[1]).isLessThanOrEqualTo(GradedProduct.LOG_OF_NOTHING);
    }
}
