package dev.unroll.kernel;

import static dev.unroll.kernel.VectorMath.LANES;
import static dev.unroll.kernel.VectorMath.all;
import static dev.unroll.kernel.VectorMath.load;

import dev.unroll.kernel.AttentionPanel.Pass;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The elementwise passes of {@link VectorAttentionKernels} over the scores of a panel, {@code [keys, QUERIES]}, one
 * column of lanes at a time: two exponentials in one loop body are not compiled well.
 */
final class VectorSoftmax {

    private static final int QUERIES = VectorAttentionKernels.QUERIES;

    /** Raises the maxima to those of the scores; the old ones are left in {@code shrink}. */
    final Pass raise = VectorSoftmax::raise;
    /** Turns {@code shrink} from old maxima into factors and applies them to the sums. */
    final Pass shrinkSums = VectorSoftmax::shrinkSums;
    /** Scores to weights relative to the maxima; sums grow. */
    final Pass weights = VectorSoftmax::weights;
    /** Scores to weights, and gradients of weights to gradients of scores. */
    final Pass gradients = VectorSoftmax::gradients;

    private static void raise(AttentionPanel p) {
        AttentionScratch s = p.scratch;
        for (int lane = 0; lane < QUERIES; lane += LANES) {
            load(s.greatest, lane).intoArray(s.shrink, lane);
            raise(p.keys, s.scores, lane, s.greatest);
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

    private static void shrinkSums(AttentionPanel p) {
        AttentionScratch s = p.scratch;
        for (int lane = 0; lane < QUERIES; lane += LANES) {
            FloatVector factor = exp2(load(s.shrink, lane).sub(load(s.greatest, lane)));
            load(s.sums, lane).mul(factor).intoArray(s.sums, lane);
            factor.intoArray(s.shrink, lane);
        }
    }

    private static void weights(AttentionPanel p) {
        AttentionScratch s = p.scratch;
        for (int lane = 0; lane < QUERIES; lane += LANES) {
            weights(p.keys, s.scores, lane, s.greatest, s.sums);
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

    private static void gradients(AttentionPanel p) {
        AttentionScratch s = p.scratch;
        for (int lane = 0; lane < QUERIES; lane += LANES) {
            gradients(p.keys, s.scores, s.dScores, lane, s.greatest, s.sums, s.delta);
        }
    }

    private static void gradients(int keys, float[] scores, float[] dScores, int lane, float[] greatest,
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

    /**
     * {@link ScalarAttentionKernels#exp2} in each lane. The greater of x and a constant other than 0 is blended: six
     * instructions that tell zeros and NaN apart, Java's max, would be half of all.
     */
    static FloatVector exp2(FloatVector x) {
        FloatVector least = all(ScalarAttentionKernels.EXP2_LEAST);
        FloatVector clamped = x.blend(least, x.compare(VectorOperators.LT, least));
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
