package dev.unroll.benchmark.probe;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Fused multiply-adds in registers and nothing else: as many chains side by side as hide the latency of each. */
final class FmaChains {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int CHAINS = 12;

    private FmaChains() {
    }

    /** Operations of one {@link #run}, a multiply-add being two. */
    static double operations(int rounds) {
        return 2.0 * CHAINS * SPECIES.length() * rounds;
    }

    /** So many multiply-adds in each chain; the result must be used, or the compiler drops the work. */
    static float run(int rounds, float factor, float term) {
        FloatVector f = FloatVector.broadcast(SPECIES, factor);
        FloatVector t = FloatVector.broadcast(SPECIES, term);
        FloatVector x0 = t;
        FloatVector x1 = t.mul(2f);
        FloatVector x2 = t.mul(3f);
        FloatVector x3 = t.mul(4f);
        FloatVector x4 = t.mul(5f);
        FloatVector x5 = t.mul(6f);
        FloatVector x6 = t.mul(7f);
        FloatVector x7 = t.mul(8f);
        FloatVector x8 = t.mul(9f);
        FloatVector x9 = t.mul(10f);
        FloatVector x10 = t.mul(11f);
        FloatVector x11 = t.mul(12f);
        for (int i = 0; i < rounds; i++) {
            x0 = x0.fma(f, t);
            x1 = x1.fma(f, t);
            x2 = x2.fma(f, t);
            x3 = x3.fma(f, t);
            x4 = x4.fma(f, t);
            x5 = x5.fma(f, t);
            x6 = x6.fma(f, t);
            x7 = x7.fma(f, t);
            x8 = x8.fma(f, t);
            x9 = x9.fma(f, t);
            x10 = x10.fma(f, t);
            x11 = x11.fma(f, t);
        }
        FloatVector sum = x0.add(x1).add(x2).add(x3).add(x4).add(x5).add(x6).add(x7).add(x8).add(x9).add(x10).add(x11);
        return sum.lane(0);
    }
}
