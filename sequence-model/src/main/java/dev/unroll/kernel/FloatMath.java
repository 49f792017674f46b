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

    /** Minus the magnitude beyond which tanh is 1: e to twice this power is far below the last place of 1. */
    static final float TANH_LEAST = -10f;
    static final float TWO_LOG2_E = 2f * LOG2_E;
    static final float HALF_LN2 = 0x1.62e43p-2f;

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

    /** √(2/π), and that times 0.044715. */
    static final float GELU_TANH_1 = 0.7978846f;
    static final float GELU_TANH_3 = 0.035677407f;

    /** Bits of −0, 1 and −1. */
    static final int SIGN_BIT = 0x80000000;
    static final int ONE_BITS = 0x3f800000;
    static final int MINUS_ONE_BITS = 0xbf800000;

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
        float p = expRemainder(x, k);
        float y = Float.intBitsToFloat(Float.floatToRawIntBits(p) + (Float.floatToRawIntBits(rounded) << 23));
        y = x < EXP_LEAST ? 0f : y;
        return x <= EXP_GREATEST ? y : x + Float.POSITIVE_INFINITY;
    }

    /** e to the power x − k ln 2; between √½ and √2 for k the integer nearest to x / ln 2. */
    private static float expRemainder(float x, float k) {
        float r = Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, x));
        float p = Math.fma(r, EXP6, EXP5);
        p = Math.fma(p, r, EXP4);
        p = Math.fma(p, r, EXP3);
        p = Math.fma(p, r, EXP2);
        p = Math.fma(p, r, 1f);
        return Math.fma(p, r, 1f);
    }

    /**
     * Hyperbolic tangent. Odd; between −1 and 1, and ±1 wherever that is the nearest float; NaN stays NaN. Greatest
     * error 1.96 ulp.
     *
     * <p>(1 − e) / (1 + e) of the magnitude, where e is e to the power −2|x|, or 2ᵏ (1 + 2m). Half of both are
     * sums of ½ ∓ 2ᵏ⁻¹, exact where it matters, and ∓2ᵏm: each takes one rounding, and a small x loses nothing.
     * The quotient is taken negative, also where it is 0, so that masking its sign with that of x gives the result.
     */
    public static float tanh(float x) {
        float z = Float.intBitsToFloat(Float.floatToRawIntBits(x) | SIGN_BIT);
        z = z < TANH_LEAST ? TANH_LEAST : z;
        float rounded = Math.fma(z, TWO_LOG2_E, ROUND_TO_INTEGER);
        float r = Math.fma(rounded - ROUND_TO_INTEGER, -HALF_LN2, z);
        float p = Math.fma(r, 32f * EXP6, 16f * EXP5);
        p = Math.fma(p, r, 8f * EXP4);
        p = Math.fma(p, r, 4f * EXP3);
        p = Math.fma(p, r, 2f * EXP2);
        float m = Math.fma(p * r, r, r);
        float power = Float.intBitsToFloat((Float.floatToRawIntBits(rounded) << 23) + MINUS_ONE_BITS);
        float numerator = Math.fma(m, power, Math.fma(power, 0.5f, 0.5f));
        float minus = numerator / Math.fma(m, power, Math.fma(power, 0.5f, -0.5f));
        return Float.intBitsToFloat(Float.floatToRawIntBits(minus) & (Float.floatToRawIntBits(x) | ~SIGN_BIT));
    }

    /**
     * Logistic function 1 / (1 + e⁻ˣ). Between 0 and 1; results below the normal range are 0; NaN stays NaN. Greatest
     * error 1.65 ulp.
     *
     * <p>With e for e to the power −|x| and q for e / (1 + e): 1 − q where x is positive, e − eq where it is negative.
     * The errors of q enter scaled down, and nothing overflows.
     */
    public static float sigmoid(float x) {
        float z = Float.intBitsToFloat(Float.floatToRawIntBits(x) | SIGN_BIT);
        float rounded = Math.fma(z, LOG2_E, ROUND_TO_INTEGER);
        float power = Float.intBitsToFloat((Float.floatToRawIntBits(rounded) << 23) + ONE_BITS);
        float e = expRemainder(z, rounded - ROUND_TO_INTEGER) * power;
        e = z < EXP_LEAST ? 0f : e;
        float minusQ = e / (-1f - e);
        float limit = x < 0f ? e : 1f;
        return Math.fma(minusQ, limit, limit);
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
     * x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2, the tanh approximation of GELU. Greatest error 3 · 10⁻⁷, and 2 · 10⁻⁷
     * times x above x = 1; NaN at −∞.
     */
    public static float geluTanh(float x) {
        float half = 0.5f * x;
        return Math.fma(half, tanh(geluTanhArgument(x)), half);
    }

    private static float geluTanhArgument(float x) {
        return x * Math.fma(x * x, GELU_TANH_3, GELU_TANH_1);
    }

    /** Derivative of {@link #geluTanh}. Greatest error 1.8 · 10⁻⁶ within ±10¹²; beyond, and at ±∞, it may be NaN. */
    public static float geluTanhDerivative(float x) {
        float t = tanh(geluTanhArgument(x));
        float inner = Math.fma(x * x, 3f * GELU_TANH_3, GELU_TANH_1);
        return Math.fma(0.5f * x * Math.fma(-t, t, 1f), inner, Math.fma(0.5f, t, 0.5f));
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
