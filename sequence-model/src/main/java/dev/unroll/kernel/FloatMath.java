package dev.unroll.kernel;

/**
 * The engine's transcendental functions in float, with the same bits everywhere: only + − × ÷ fma, comparisons and
 * integer operations on bit patterns, in one fixed order. {@code VectorMath} repeats each sequence lane by lane.
 *
 * <p>Polynomials and rationals are minimax fits in relative error, their coefficients then rounded. Errors are
 * absolute, or in units in the last place (ulp) of the exact result.
 */
public final class FloatMath {

    /** Adding this rounds to an integer, which is then in the low bits of the sum. */
    static final float ROUND_TO_INTEGER = 0x1.8p23f;
    static final float LOG2_E = 0x1.715476p0f;
    /** ln 2 in two parts; the first has trailing zeros, so that integers below 2⁸ times it are exact. */
    static final float LN2_HIGH = 0x1.62e4p-1f;
    static final float LN2_LOW = 0x1.7f7d1cp-20f;
    /** Below this, exp is under the least normal float. */
    static final float EXP_LEAST = -0x1.5d589ep6f;
    /** Above this, exp is over the greatest float. */
    static final float EXP_GREATEST = 0x1.62e42ep6f;
    static final float EXP2 = 0.49999994f;
    static final float EXP3 = 0.16666521f;
    static final float EXP4 = 0.041668387f;
    static final float EXP5 = 0.008368711f;
    static final float EXP6 = 0.0013814611f;

    /** tanh stays below 1 by less than two ulp from here on; just before it, rounding cannot exceed 1. */
    static final float TANH_LIMIT = 8.4f;
    static final float TANH_P1 = 0x1.e8389p-6f;
    static final float TANH_P2 = 0x1.e17ae6p-14f;
    static final float TANH_Q1 = 0x1.cf6394p-4f;
    static final float TANH_Q2 = 0x1.3cf77ap-10f;
    static final float TANH_Q3 = 0x1.4d00c6p-20f;

    /** Beyond this, the tail of the normal distribution is taken as 0; it is under 2⁻²⁵. */
    static final float NORMAL_LIMIT = 5.5f;
    static final float NORMAL_P0 = 0.39894228f;
    static final float NORMAL_P1 = 0.0511452f;
    static final float NORMAL_P2 = 0.0027940178f;
    static final float NORMAL_P3 = 1.0767458e-4f;
    static final float NORMAL_Q1 = 0.13571414f;
    static final float NORMAL_Q2 = 0.011938587f;
    static final float NORMAL_Q3 = 7.290585e-4f;
    static final float NORMAL_Q4 = 5.918052e-6f;

    /** 1 / √(2π), the normal density at 0. */
    static final float NORMAL_DENSITY_AT_0 = 0.3989423f;

    private static final int SQRT_HALF_BITS = 0x3f3504f3;
    private static final float LOG3 = 0.33333332f;
    private static final float LOG4 = -0.2500082f;
    private static final float LOG5 = 0.20001227f;
    private static final float LOG6 = -0.1662335f;
    private static final float LOG7 = 0.14201738f;
    private static final float LOG8 = -0.13160232f;
    private static final float LOG9 = 0.12761763f;
    private static final float LOG10 = -0.07634602f;

    private FloatMath() {
    }

    /**
     * eˣ. Results below the normal range are 0, those above the greatest float are +∞; NaN stays NaN. Greatest error
     * 0.90 ulp.
     */
    public static float exp(float x) {
        float rounded = Math.fma(x, LOG2_E, ROUND_TO_INTEGER);
        float k = rounded - ROUND_TO_INTEGER;
        float r = Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, x));
        float p = Math.fma(r, EXP6, EXP5);
        p = Math.fma(p, r, EXP4);
        p = Math.fma(p, r, EXP3);
        p = Math.fma(p, r, EXP2);
        p = Math.fma(p, r, 1f);
        p = Math.fma(p, r, 1f);
        float y = Float.intBitsToFloat(Float.floatToRawIntBits(p) + (Float.floatToRawIntBits(rounded) << 23));
        y = x < EXP_LEAST ? 0f : y;
        return x <= EXP_GREATEST ? y : x + Float.POSITIVE_INFINITY;
    }

    /**
     * Hyperbolic tangent. Odd; between −1 and 1; NaN stays NaN. Greatest error 2.5 · 10⁻⁷, or 5.5 ulp.
     *
     * <p>With tanh(x / 2) = n / 2q, tanh(x) = nq / (q² + n²/4): the errors of n and q vanish where the function is
     * flat, so a fit with five coefficients serves the whole range.
     */
    public static float tanh(float x) {
        float z = x > TANH_LIMIT ? TANH_LIMIT : x;
        z = z < -TANH_LIMIT ? -TANH_LIMIT : z;
        float y = z * z;
        float n = z * Math.fma(Math.fma(y, TANH_P2, TANH_P1), y, 1f);
        float q = Math.fma(Math.fma(Math.fma(y, TANH_Q3, TANH_Q2), y, TANH_Q1), y, 1f);
        return n * q / Math.fma(0.25f * n, n, q * q);
    }

    /**
     * Logistic function 1 / (1 + e⁻ˣ), as ½ tanh(x / 2) + ½. Between 0 and 1; NaN stays NaN. Greatest error 1.5 · 10⁻⁷.
     */
    public static float sigmoid(float x) {
        return Math.fma(tanh(0.5f * x), 0.5f, 0.5f);
    }

    /**
     * Normal distribution function Φ. Between 0 and 1; NaN stays NaN. Greatest error 1.5 · 10⁻⁷.
     *
     * <p>With erf(|x| / √2) = 2nq / (q² + n²), the smaller tail is (q − n)² / 2(q² + n²), which is never negative.
     */
    public static float normalCdf(float x) {
        float z = Math.abs(x);
        float y = z * z;
        float n = z * Math.fma(Math.fma(Math.fma(y, NORMAL_P3, NORMAL_P2), y, NORMAL_P1), y, NORMAL_P0);
        float q = Math.fma(Math.fma(y, NORMAL_Q4, NORMAL_Q3), y, NORMAL_Q2);
        q = Math.fma(Math.fma(q, y, NORMAL_Q1), y, 1f);
        float d = q - n;
        float tail = 0.5f * d * d / Math.fma(n, n, q * q);
        tail = z > NORMAL_LIMIT ? 0f : tail;
        return x > 0f ? 1f - tail : tail;
    }

    /**
     * x Φ(x), the exact (not tanh-approximated) GELU. Greatest error 1.5 · 10⁻⁷ up to x = 1, 2 · 10⁻⁷ x above; NaN at
     * −∞.
     */
    public static float gelu(float x) {
        return x * normalCdf(x);
    }

    /**
     * Derivative of {@link #gelu}, Φ(x) + x φ(x) with φ the normal density. Greatest error 2 · 10⁻⁷; NaN at ±∞.
     */
    public static float geluDerivative(float x) {
        float density = NORMAL_DENSITY_AT_0 * exp(-0.5f * (x * x));
        return Math.fma(x, density, normalCdf(x));
    }

    /**
     * Natural logarithm. −∞ at 0, NaN below. Greatest error 0.87 ulp, also on subnormal arguments.
     */
    public static float log(float x) {
        if (!(x > 0f)) {
            return x == 0f ? Float.NEGATIVE_INFINITY : Float.NaN;
        }
        if (x == Float.POSITIVE_INFINITY) {
            return x;
        }
        boolean subnormal = x < Float.MIN_NORMAL;
        int fromSqrtHalf = Float.floatToRawIntBits(subnormal ? x * 0x1p23f : x) - SQRT_HALF_BITS;
        float e = (fromSqrtHalf >> 23) - (subnormal ? 23 : 0);
        float f = Float.intBitsToFloat((fromSqrtHalf & 0x7fffff) + SQRT_HALF_BITS) - 1f;
        float p = Math.fma(f, LOG10, LOG9);
        p = Math.fma(p, f, LOG8);
        p = Math.fma(p, f, LOG7);
        p = Math.fma(p, f, LOG6);
        p = Math.fma(p, f, LOG5);
        p = Math.fma(p, f, LOG4);
        p = Math.fma(p, f, LOG3);
        float square = f * f;
        p = Math.fma(p * f, square, -0.5f * square);
        return Math.fma(e, LN2_HIGH, Math.fma(e, LN2_LOW, p) + f);
    }
}
