package dev.unroll.kernel;

/**
 * The engine's transcendental functions in float, with the same bits everywhere: only + − × ÷ fma, comparisons and integer
 * operations on bit patterns, in one fixed order. {@code VectorMath} repeats each sequence lane by lane.
 *
 * <p>Polynomials and rationals are minimax fits in relative error, their coefficients chosen among floats. Errors are in units
 * in the last place (ulp) of the exact result, or absolute where said so.
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

    /** From here on tanh is 1 in float. */
    static final float TANH_LIMIT = 9.02f;
    static final float TANH_P1 = 0.13382687f;
    static final float TANH_P2 = 0.0034974575f;
    static final float TANH_P3 = 2.0635819e-5f;
    static final float TANH_P4 = 1.3384285e-8f;
    static final float TANH_Q1 = 0.46716008f;
    static final float TANH_Q2 = 0.02588436f;
    static final float TANH_Q3 = 3.288517e-4f;
    static final float TANH_Q4 = 7.790247e-7f;

    /** From here on erf(x / √2) is 1 in float. */
    static final float ERF_LIMIT = 5.6f;
    static final float ERF_P0 = 0.7978846f;
    static final float ERF_P1 = 0.06765756f;
    static final float ERF_P2 = 0.009341329f;
    static final float ERF_P3 = 3.35668e-4f;
    static final float ERF_P4 = 1.2551334e-5f;
    static final float ERF_P5 = 4.46714e-8f;
    static final float ERF_Q1 = 0.25146262f;
    static final float ERF_Q2 = 0.02861876f;
    static final float ERF_Q3 = 0.00187935f;
    static final float ERF_Q4 = 7.2957590e-5f;
    static final float ERF_Q5 = 1.1797237e-6f;

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
     * eˣ. Results below the normal range are 0, those above the greatest float are +∞; NaN stays NaN.
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
     * Hyperbolic tangent. Odd; between −1 and 1; NaN stays NaN.
     */
    public static float tanh(float x) {
        float z = x > TANH_LIMIT ? TANH_LIMIT : x;
        z = z < -TANH_LIMIT ? -TANH_LIMIT : z;
        float y = z * z;
        float p = Math.fma(y, TANH_P4, TANH_P3);
        p = Math.fma(p, y, TANH_P2);
        p = Math.fma(p, y, TANH_P1);
        p = Math.fma(p, y, 1f);
        float q = Math.fma(y, TANH_Q4, TANH_Q3);
        q = Math.fma(q, y, TANH_Q2);
        q = Math.fma(q, y, TANH_Q1);
        q = Math.fma(q, y, 1f);
        return z * p / q;
    }

    /**
     * Logistic function 1 / (1 + e⁻ˣ), as ½ tanh(x / 2) + ½. Between 0 and 1.
     */
    public static float sigmoid(float x) {
        return Math.fma(tanh(0.5f * x), 0.5f, 0.5f);
    }

    /**
     * Normal distribution function Φ, as ½ erf(x / √2) + ½. Between 0 and 1.
     */
    public static float normalCdf(float x) {
        float z = x > ERF_LIMIT ? ERF_LIMIT : x;
        z = z < -ERF_LIMIT ? -ERF_LIMIT : z;
        float y = z * z;
        float p = Math.fma(y, ERF_P5, ERF_P4);
        p = Math.fma(p, y, ERF_P3);
        p = Math.fma(p, y, ERF_P2);
        p = Math.fma(p, y, ERF_P1);
        p = Math.fma(p, y, ERF_P0);
        float q = Math.fma(y, ERF_Q5, ERF_Q4);
        q = Math.fma(q, y, ERF_Q3);
        q = Math.fma(q, y, ERF_Q2);
        q = Math.fma(q, y, ERF_Q1);
        q = Math.fma(q, y, 1f);
        return Math.fma(z * p / q, 0.5f, 0.5f);
    }

    /**
     * x Φ(x), the exact (not tanh-approximated) GELU.
     */
    public static float gelu(float x) {
        return x * normalCdf(x);
    }

    /**
     * Derivative of {@link #gelu}, Φ(x) + x φ(x) with φ the normal density.
     */
    public static float geluDerivative(float x) {
        float density = NORMAL_DENSITY_AT_0 * exp(-0.5f * x * x);
        return Math.fma(x, density, normalCdf(x));
    }

    /**
     * Natural logarithm. −∞ at 0, NaN below; subnormal arguments are exact too.
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
