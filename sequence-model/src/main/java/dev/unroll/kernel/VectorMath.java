package dev.unroll.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The functions of {@link FloatMath} lane by lane: the same operations in the same order, hence the same bits. */
final class VectorMath {

    /**
     * The widest vectors this machine has, up to the 16 lanes that sums are defined on; loops step by {@link #LANES}.
     */
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() <= Partials.COUNT
            ? FloatVector.SPECIES_PREFERRED : FloatVector.SPECIES_512;
    static final int LANES = SPECIES.length();
    /** Tiles are at least four columns wide. Fewer lanes are what Java offers without its optimizing compiler. */
    static final int LEAST_LANES = 4;

    private VectorMath() {
    }

    static FloatVector load(float[] x, int offset) {
        return FloatVector.fromArray(SPECIES, x, offset);
    }

    static FloatVector all(float x) {
        return FloatVector.broadcast(SPECIES, x);
    }

    /** See {@link FloatMath#exp}. Two of these in one loop body defeat the compiler: split the loop. */
    static FloatVector exp(FloatVector x) {
        FloatVector rounded = x.fma(all(FloatMath.LOG2_E), all(FloatMath.ROUND_TO_INTEGER));
        FloatVector k = rounded.sub(FloatMath.ROUND_TO_INTEGER);
        FloatVector p = expRemainder(x, k);
        IntVector exponent = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        FloatVector y = p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
        y = y.blend(0f, x.compare(VectorOperators.LT, FloatMath.EXP_LEAST));
        return x.add(Float.POSITIVE_INFINITY).blend(y, x.compare(VectorOperators.LE, FloatMath.EXP_GREATEST));
    }

    private static FloatVector expRemainder(FloatVector x, FloatVector k) {
        FloatVector r = k.fma(all(-FloatMath.LN2_LOW), k.fma(all(-FloatMath.LN2_HIGH), x));
        FloatVector p = r.fma(all(FloatMath.EXP6), all(FloatMath.EXP5));
        p = p.fma(r, all(FloatMath.EXP4));
        p = p.fma(r, all(FloatMath.EXP3));
        p = p.fma(r, all(FloatMath.EXP2));
        p = p.fma(r, all(1f));
        return p.fma(r, all(1f));
    }

    /** See {@link FloatMath#tanh}. */
    static FloatVector tanh(FloatVector x) {
        FloatVector z = x.reinterpretAsInts().or(FloatMath.SIGN_BIT).reinterpretAsFloats();
        z = z.blend(FloatMath.TANH_LEAST, z.compare(VectorOperators.LT, FloatMath.TANH_LEAST));
        FloatVector rounded = z.fma(all(FloatMath.TWO_LOG2_E), all(FloatMath.ROUND_TO_INTEGER));
        FloatVector r = rounded.sub(FloatMath.ROUND_TO_INTEGER).fma(all(-FloatMath.HALF_LN2), z);
        FloatVector p = r.fma(all(32f * FloatMath.EXP6), all(16f * FloatMath.EXP5));
        p = p.fma(r, all(8f * FloatMath.EXP4));
        p = p.fma(r, all(4f * FloatMath.EXP3));
        p = p.fma(r, all(2f * FloatMath.EXP2));
        FloatVector m = p.mul(r).fma(r, r);
        FloatVector power = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23)
                .add(FloatMath.MINUS_ONE_BITS).reinterpretAsFloats();
        FloatVector numerator = m.fma(power, power.fma(all(0.5f), all(0.5f)));
        FloatVector minus = numerator.div(m.fma(power, power.fma(all(0.5f), all(-0.5f))));
        return x.reinterpretAsInts().or(~FloatMath.SIGN_BIT).and(minus.reinterpretAsInts()).reinterpretAsFloats();
    }

    /** See {@link FloatMath#sigmoid}. */
    static FloatVector sigmoid(FloatVector x) {
        FloatVector z = x.reinterpretAsInts().or(FloatMath.SIGN_BIT).reinterpretAsFloats();
        FloatVector rounded = z.fma(all(FloatMath.LOG2_E), all(FloatMath.ROUND_TO_INTEGER));
        FloatVector power = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).add(FloatMath.ONE_BITS)
                .reinterpretAsFloats();
        FloatVector e = expRemainder(z, rounded.sub(FloatMath.ROUND_TO_INTEGER)).mul(power);
        e = e.blend(0f, z.compare(VectorOperators.LT, FloatMath.EXP_LEAST));
        FloatVector minusQ = e.div(all(-1f).sub(e));
        FloatVector limit = all(1f).blend(e, x.compare(VectorOperators.LT, 0f));
        return minusQ.fma(limit, limit);
    }

    /** See {@link FloatMath#normalCdf}. */
    static FloatVector normalCdf(FloatVector x) {
        FloatVector z = x.abs();
        FloatVector y = z.mul(z);
        FloatVector n = y.fma(all(FloatMath.NORMAL_P3), all(FloatMath.NORMAL_P2)).fma(y, all(FloatMath.NORMAL_P1));
        n = n.fma(y, all(FloatMath.NORMAL_P0)).mul(z);
        FloatVector q = y.fma(all(FloatMath.NORMAL_Q4), all(FloatMath.NORMAL_Q3)).fma(y, all(FloatMath.NORMAL_Q2));
        q = q.fma(y, all(FloatMath.NORMAL_Q1)).fma(y, all(1f));
        FloatVector d = q.sub(n);
        FloatVector tail = d.mul(0.5f).mul(d).div(n.fma(n, q.mul(q)));
        tail = tail.blend(0f, z.compare(VectorOperators.GT, FloatMath.NORMAL_LIMIT));
        return tail.blend(all(1f).sub(tail), x.compare(VectorOperators.GT, 0f));
    }

    /** See {@link FloatMath#gelu}. */
    static FloatVector gelu(FloatVector x) {
        return normalCdf(x).mul(x);
    }

    /** x φ(x)'s second factor, as in {@link FloatMath#geluDerivative}. */
    static FloatVector normalDensity(FloatVector x) {
        return exp(x.mul(x).mul(-0.5f)).mul(FloatMath.NORMAL_DENSITY_AT_0);
    }

    /** What tanh is taken of in {@link FloatMath#geluTanh}. */
    static FloatVector geluTanhArgument(FloatVector x) {
        return x.mul(x.mul(x).fma(all(FloatMath.GELU_TANH_3), all(FloatMath.GELU_TANH_1)));
    }

    /** {@link FloatMath#geluTanhDerivative}, given that tanh. */
    static FloatVector geluTanhDerivative(FloatVector x, FloatVector t) {
        FloatVector inner = x.mul(x).fma(all(3f * FloatMath.GELU_TANH_3), all(FloatMath.GELU_TANH_1));
        return x.mul(0.5f).mul(t.neg().fma(t, all(1f))).fma(inner, t.fma(all(0.5f), all(0.5f)));
    }
}
