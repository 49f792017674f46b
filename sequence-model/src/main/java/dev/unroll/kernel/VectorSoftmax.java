package dev.unroll.kernel;

import static dev.unroll.kernel.VectorMath.all;
import static dev.unroll.kernel.VectorMath.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The elementwise passes of {@link VectorAttentionKernels} over the scores of a panel, {@code [keys, QUERIES]}, one
 * column of lanes at a time: two exponentials in one loop body are not compiled well.
 *
 * <p>Each pass is one implementation of several, so that the compiler leaves it a method of its own; inlined into the
 * loop over blocks it is much slower on JDK 17.
 */
final class VectorSoftmax {

    private static final int LANES = VectorMath.LANES;
    private static final int QUERIES = VectorAttentionKernels.QUERIES;

    /** A pass over rows of scores. */
    interface Pass {
        void over(int keys, AttentionScratch scratch);
    }

    private final Pass[] forwardPasses = {VectorSoftmax::raise, VectorSoftmax::weights};
    private final Pass[] backwardPasses = {VectorSoftmax::weightGradients, VectorSoftmax::applyMasks,
        VectorSoftmax::applyGradientMasks};

    /** Scores to weights relative to the new maxima; maxima of before are left in {@code shrink}, sums grow. */
    void weights(int keys, boolean first, AttentionScratch scratch) {
        System.arraycopy(scratch.greatest, 0, scratch.shrink, 0, QUERIES);
        forwardPasses[0].over(keys, scratch);
        if (!first) {
            shrinkSums(scratch);
        }
        forwardPasses[1].over(keys, scratch);
    }

    /** Scores to weights, and gradients of weights to gradients of scores. */
    void gradients(int keys, AttentionScratch scratch) {
        backwardPasses[0].over(keys, scratch);
    }

    /** Multiplies weights by the masks. */
    void maskWeights(int keys, AttentionScratch scratch) {
        backwardPasses[1].over(keys, scratch);
    }

    /** Multiplies gradients of weights by the masks. */
    void maskGradients(int keys, AttentionScratch scratch) {
        backwardPasses[2].over(keys, scratch);
    }

    private static void raise(int keys, AttentionScratch scratch) {
        for (int lane = 0; lane < QUERIES; lane += LANES) {
            raise(keys, scratch.scores, lane, scratch.greatest);
        }
    }

    /** Raises the maxima of one column of lanes. Four at a time, since each has to wait for the one before. */
    private static void raise(int keys, float[] scores, int lane, float[] greatest) {
        FloatVector a = load(greatest, lane);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int k = 0;
        int at = lane;
        for (; k <= keys - 4; k += 4, at += 4 * QUERIES) {
            a = a.max(load(scores, at));
            b = b.max(load(scores, at + QUERIES));
            c = c.max(load(scores, at + 2 * QUERIES));
            d = d.max(load(scores, at + 3 * QUERIES));
        }
        for (; k < keys; k++, at += QUERIES) {
            a = a.max(load(scores, at));
        }
        a.max(b).max(c.max(d)).intoArray(greatest, lane);
    }

    /** Turns {@code shrink} from old maxima into factors and applies them to the sums. */
    private static void shrinkSums(AttentionScratch scratch) {
        for (int lane = 0; lane < QUERIES; lane += LANES) {
            FloatVector factor = exp2(load(scratch.shrink, lane).sub(load(scratch.greatest, lane)));
            load(scratch.sums, lane).mul(factor).intoArray(scratch.sums, lane);
            factor.intoArray(scratch.shrink, lane);
        }
    }

    private static void weights(int keys, AttentionScratch scratch) {
        for (int lane = 0; lane < QUERIES; lane += LANES) {
            weights(keys, scratch.scores, lane, scratch.greatest, scratch.sums);
        }
    }

    private static void weights(int keys, float[] scores, int lane, float[] greatest, float[] sums) {
        FloatVector m = load(greatest, lane);
        FloatVector sum = load(sums, lane);
        for (int k = 0, at = lane; k < keys; k++, at += QUERIES) {
            FloatVector p = exp2(load(scores, at).sub(m));
            p.intoArray(scores, at);
            sum = sum.add(p);
        }
        sum.intoArray(sums, lane);
    }

    private static void weightGradients(int keys, AttentionScratch scratch) {
        for (int lane = 0; lane < QUERIES; lane += LANES) {
            weightGradients(keys, scratch.scores, scratch.dScores, lane, scratch.greatest, scratch.sums, scratch.delta);
        }
    }

    private static void weightGradients(int keys, float[] scores, float[] dScores, int lane, float[] greatest,
            float[] inverses, float[] deltas) {
        FloatVector m = load(greatest, lane);
        FloatVector inverse = load(inverses, lane);
        FloatVector delta = load(deltas, lane);
        for (int k = 0, at = lane; k < keys; k++, at += QUERIES) {
            FloatVector p = exp2(load(scores, at).sub(m)).mul(inverse);
            p.intoArray(scores, at);
            load(dScores, at).sub(delta).mul(p).intoArray(dScores, at);
        }
    }

    private static void applyMasks(int keys, AttentionScratch scratch) {
        multiply(keys * QUERIES, scratch.masks, scratch.scores);
    }

    private static void applyGradientMasks(int keys, AttentionScratch scratch) {
        multiply(keys * QUERIES, scratch.masks, scratch.dScores);
    }

    private static void multiply(int n, float[] masks, float[] x) {
        for (int i = 0; i < n; i += LANES) {
            load(x, i).mul(load(masks, i)).intoArray(x, i);
        }
    }

    /** {@link ScalarAttentionKernels#exp2} in each lane. */
    static FloatVector exp2(FloatVector x) {
        FloatVector clamped = x.max(ScalarAttentionKernels.EXP2_LEAST);
        FloatVector rounded = clamped.add(FloatMath.ROUND_TO_INTEGER);
        FloatVector f = clamped.sub(rounded.sub(FloatMath.ROUND_TO_INTEGER));
        FloatVector p = all(ScalarAttentionKernels.EXP2_6)
                .fma(f, all(ScalarAttentionKernels.EXP2_5));
        p = p.fma(f, all(ScalarAttentionKernels.EXP2_4));
        p = p.fma(f, all(ScalarAttentionKernels.EXP2_3));
        p = p.fma(f, all(ScalarAttentionKernels.EXP2_2));
        p = p.fma(f, all(ScalarAttentionKernels.EXP2_1));
        p = p.fma(f, all(1f));
        return p.mul(rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, ScalarAttentionKernels.MANTISSA_BITS)
                .add(ScalarAttentionKernels.ONE_BITS).reinterpretAsFloats());
    }
}
