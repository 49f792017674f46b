package dev.unroll.kernel;

import static dev.unroll.kernel.VectorMath.LANES;
import static dev.unroll.kernel.VectorMath.load;

import dev.unroll.kernel.AttentionPanel.Pass;
import java.util.Arrays;

/**
 * What {@link VectorAttentionKernels} does to the scores of a panel, {@code [keys, QUERIES]}, besides softmax: hides
 * what is not seen, drops weights, and collects the gradients of a bias.
 */
final class VectorAttentionMasks {

    private static final int QUERIES = VectorAttentionKernels.QUERIES;
    /**
     * −∞, +∞ and −∞, as many of each as there are queries: the least of a score and of these hides it or lets it be.
     */
    private static final float[] LIMITS = new float[3 * QUERIES];

    static {
        Arrays.fill(LIMITS, Float.NEGATIVE_INFINITY);
        Arrays.fill(LIMITS, QUERIES, 2 * QUERIES, Float.POSITIVE_INFINITY);
    }

    /** Lowers the scores of keys that their query does not see to −∞. */
    final Pass hideUnseen = VectorAttentionMasks::hideUnseen;
    /** Fetches the masks of dropout, transposed: {@code masks[k][q]}. */
    final Pass fetch = VectorAttentionMasks::fetch;
    /** Multiplies weights by the masks. */
    final Pass maskWeights = VectorAttentionMasks::maskWeights;
    /** Multiplies gradients of weights by the masks. */
    final Pass maskGradients = VectorAttentionMasks::maskGradients;
    /** Adds the scores' gradients to those of the bias. */
    final Pass biasGradients = VectorAttentionMasks::biasGradients;

    private static void hideUnseen(AttentionPanel p) {
        boolean causal = p.group.causal();
        int window = p.group.window();
        for (int k = 0; k < p.keys; k++) {
            int key = p.from + k;
            // Seen by the queries from firstQuery (inclusive) to endQuery (exclusive).
            int firstQuery = (int) Math.max(p.first, causal ? key : (long) key - window + 1);
            int endQuery = (int) Math.min(p.first + QUERIES, (long) key + window);
            if (firstQuery > p.first) {
                limit(p.scratch.scores, k * QUERIES, QUERIES - Math.min(firstQuery - p.first, QUERIES));
            }
            if (endQuery < p.first + QUERIES) {
                limit(p.scratch.scores, k * QUERIES, 2 * QUERIES - Math.max(0, endQuery - p.first));
            }
        }
    }

    private static void limit(float[] scores, int row, int limits) {
        for (int lane = 0; lane < QUERIES; lane += LANES) {
            load(scores, row + lane).min(load(LIMITS, limits + lane)).intoArray(scores, row + lane);
        }
    }

    private static void fetch(AttentionPanel p) {
        AttentionScratch s = p.scratch;
        for (int i = 0; i < p.queries; i++) {
            p.group.dropout().mask(p.group.head(p.head), p.firstRow + p.first + i, p.block, p.from + p.keys - p.block,
                    s.mask);
            for (int k = 0; k < p.keys; k++) {
                s.masks[k * QUERIES + i] = s.mask[p.from - p.block + k];
            }
        }
        for (int k = 0; k < p.keys; k++) {
            Arrays.fill(s.masks, k * QUERIES + p.queries, (k + 1) * QUERIES, 0f);
        }
    }

    private static void maskWeights(AttentionPanel p) {
        multiply(p.keys * QUERIES, p.scratch.masks, p.scratch.scores);
    }

    private static void maskGradients(AttentionPanel p) {
        multiply(p.keys * QUERIES, p.scratch.masks, p.scratch.dScores);
    }

    private static void multiply(int n, float[] masks, float[] x) {
        for (int i = 0; i < n; i += LANES) {
            load(x, i).mul(load(masks, i)).intoArray(x, i);
        }
    }

    private static void biasGradients(AttentionPanel p) {
        float[] gradients = p.scratch.biasGradients();
        float[] dScores = p.scratch.dScores;
        // The place of the first query's distance from the first key; each further key is one step nearer.
        int at = (2 * p.length - 1) * p.head + p.length - 1 + p.first - p.from;
        for (int k = 0; k < p.keys; k++) {
            for (int lane = 0; lane < QUERIES; lane += LANES) {
                int to = at - k + lane;
                load(gradients, to).add(load(dScores, k * QUERIES + lane)).intoArray(gradients, to);
            }
        }
    }
}
