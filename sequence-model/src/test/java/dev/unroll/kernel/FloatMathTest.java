package dev.unroll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Holds every function to the greatest error its Javadoc states, on a stride through all floats. */
class FloatMathTest {

    private static final double SQRT_TWO_PI = StrictMath.sqrt(2 * StrictMath.PI);
    /** Prime, so that all patterns of low bits occur; about a million floats. */
    private static final int STRIDE = 4001;

    private interface FloatFunction {
        float at(float x);
    }

    @Test
    void exp() {
        assertThat(worstUlp(FloatMath::exp, StrictMath::exp, -87.33654f, 88.72283f)).isLessThanOrEqualTo(0.9);
        assertThat(FloatMath.exp(-0f)).isEqualTo(1f);
        assertThat(FloatMath.exp(Math.nextDown(-87.33654f))).isZero();
        assertThat(FloatMath.exp(Float.NEGATIVE_INFINITY)).isEqualTo(0f);
        assertThat(FloatMath.exp(Math.nextUp(88.72283f))).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(FloatMath.exp(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(FloatMath.exp(Float.NaN)).isNaN();
    }

    @Test
    void log() {
        assertThat(worstUlp(FloatMath::log, StrictMath::log, Float.MIN_VALUE, Float.MAX_VALUE))
                .isLessThanOrEqualTo(0.87);
        assertThat(FloatMath.log(1f)).isZero();
        assertThat(FloatMath.log(0f)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(FloatMath.log(-0f)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(FloatMath.log(-Float.MIN_VALUE)).isNaN();
        assertThat(FloatMath.log(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(FloatMath.log(Float.NaN)).isNaN();
    }

    @Test
    void tanh() {
        assertThat(worstUlp(FloatMath::tanh, StrictMath::tanh, -Float.MAX_VALUE, Float.MAX_VALUE))
                .isLessThanOrEqualTo(1.96);
        assertThat(FloatMath.tanh(-0f)).isEqualTo(-0f);
        assertThat(FloatMath.tanh(Float.MIN_VALUE)).isEqualTo(Float.MIN_VALUE);
        assertThat(FloatMath.tanh(Float.NaN)).isNaN();
        assertThat(FloatMath.tanh(Float.intBitsToFloat(0xffc00155))).isNaN();
        for (float x = 0f; x < 12f; x += 1e-4f) {
            assertThat(FloatMath.tanh(x)).isBetween(0f, 1f).isEqualTo(-FloatMath.tanh(-x));
        }
        for (float x = 9.010914f; x < 30f; x = Math.nextUp(x)) {
            assertOne(x, FloatMath.tanh(x));
        }
        assertThat(FloatMath.tanh(Float.MAX_VALUE)).isEqualTo(1f);
        assertThat(FloatMath.tanh(Float.POSITIVE_INFINITY)).isEqualTo(1f);
        assertThat(FloatMath.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
    }

    @Test
    void sigmoid() {
        DoubleUnaryOperator exact = x -> 1 / (1 + StrictMath.exp(-x));
        assertThat(worstUlp(FloatMath::sigmoid, exact, -87.33654f, Float.MAX_VALUE)).isLessThanOrEqualTo(1.65);
        assertThat(worst(FloatMath::sigmoid, exact, -Float.MAX_VALUE, -87.33654f)).isLessThan(Float.MIN_NORMAL);
        assertThat(FloatMath.sigmoid(0f)).isEqualTo(0.5f);
        assertThat(FloatMath.sigmoid(-0f)).isEqualTo(0.5f);
        assertThat(FloatMath.sigmoid(Float.NEGATIVE_INFINITY)).isEqualTo(0f);
        assertThat(FloatMath.sigmoid(Float.POSITIVE_INFINITY)).isEqualTo(1f);
        assertThat(FloatMath.sigmoid(Float.NaN)).isNaN();
        assertThat(FloatMath.sigmoid(Float.intBitsToFloat(0xffc00155))).isNaN();
        for (float x = 17.32868f; x < 90f; x = Math.nextUp(x)) {
            assertOne(x, FloatMath.sigmoid(x));
        }
        for (float x = -100f; x < 100f; x += 1e-3f) {
            assertThat(FloatMath.sigmoid(x)).isBetween(0f, 1f);
        }
    }

    private static void assertOne(float x, float y) {
        if (y != 1f) {
            assertThat(y).as("at %s", x).isEqualTo(1f);
        }
    }

    @Test
    void normalCdf() {
        assertThat(worst(FloatMath::normalCdf, FloatMathTest::normalCdf, -30f, 30f)).isLessThanOrEqualTo(1.5e-7);
        assertThat(FloatMath.normalCdf(0f)).isEqualTo(0.5f);
        assertThat(FloatMath.normalCdf(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(FloatMath.normalCdf(Float.POSITIVE_INFINITY)).isEqualTo(1f);
        assertThat(FloatMath.normalCdf(Float.NaN)).isNaN();
        for (float x = -8f; x < 8f; x += 1e-4f) {
            assertThat(FloatMath.normalCdf(x)).isBetween(0f, 1f);
        }
    }

    @Test
    void gelu() {
        assertThat(worst(FloatMath::gelu, x -> x * normalCdf(x), -30f, 1f)).isLessThanOrEqualTo(1.5e-7);
        assertThat(worst(x -> FloatMath.gelu(x) / x, FloatMathTest::normalCdf, 1f, 30f)).isLessThanOrEqualTo(2e-7);
        assertThat(FloatMath.gelu(-100f)).isZero();
        assertThat(FloatMath.gelu(100f)).isEqualTo(100f);
        assertThat(FloatMath.gelu(Float.NaN)).isNaN();
    }

    @Test
    void geluDerivative() {
        DoubleUnaryOperator exact = x -> normalCdf(x) + x * StrictMath.exp(-x * x / 2) / SQRT_TWO_PI;
        assertThat(worst(FloatMath::geluDerivative, exact, -30f, 30f)).isLessThanOrEqualTo(2e-7);
        assertThat(FloatMath.geluDerivative(Float.NaN)).isNaN();
    }

    @Test
    void geluTanh() {
        assertThat(worst(FloatMath::geluTanh, x -> x * half(x), -30f, 1f)).isLessThanOrEqualTo(3e-7);
        assertThat(worst(x -> FloatMath.geluTanh(x) / x, FloatMathTest::half, 1f, 30f)).isLessThanOrEqualTo(2e-7);
        assertThat(FloatMath.geluTanh(-100f)).isZero();
        assertThat(FloatMath.geluTanh(100f)).isEqualTo(100f);
        assertThat(FloatMath.geluTanh(Float.NaN)).isNaN();
    }

    @Test
    void geluTanhDerivative() {
        DoubleUnaryOperator exact = x -> half(x) + x * 2 * half(x) * half(-x) * inner(1, 3, x);
        assertThat(worst(FloatMath::geluTanhDerivative, exact, -1e12f, 1e12f)).isLessThanOrEqualTo(1.8e-6);
        assertThat(FloatMath.geluTanhDerivative(Float.NaN)).isNaN();
    }

    /** What geluTanh multiplies x by. */
    private static double half(double x) {
        return 0.5 * (1 + StrictMath.tanh(x * inner(1, 1, x)));
    }

    private static double inner(double first, double third, double x) {
        return StrictMath.sqrt(2 / StrictMath.PI) * (first + third * 0.044715 * x * x);
    }

    /** Φ by its series in odd powers, φ(x) (x + x³/3 + x⁵/(3·5) + …) (Marsaglia 2004). */
    private static double normalCdf(double x) {
        if (Math.abs(x) > 7) {
            return x > 0 ? 1 : 0;
        }
        double term = x;
        double sum = x;
        for (int i = 3; Math.abs(term) > 1e-18; i += 2) {
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + sum * StrictMath.exp(-x * x / 2) / SQRT_TWO_PI;
    }

    private static double worst(FloatFunction function, DoubleUnaryOperator exact, float from, float to) {
        double worst = 0;
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
            float x = Float.intBitsToFloat((int) bits);
            if (x >= from && x <= to) {
                worst = Math.max(worst, Math.abs(function.at(x) - exact.applyAsDouble(x)));
            }
        }
        return worst;
    }

    /** In units in the last place of the float nearest below the exact value's magnitude. */
    private static double worstUlp(FloatFunction function, DoubleUnaryOperator exact, float from, float to) {
        double worst = 0;
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
            float x = Float.intBitsToFloat((int) bits);
            if (x >= from && x <= to) {
                double expected = exact.applyAsDouble(x);
                double ulp = Math.max(Float.MIN_VALUE, Math.scalb(1.0, Math.getExponent(expected) - 23));
                worst = Math.max(worst, Math.abs(function.at(x) - expected) / ulp);
            }
        }
        return worst;
    }
}
