package dev.unroll.transformer;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.RowLayout;
import dev.unroll.kernel.DistanceBias;
import dev.unroll.layer.Initializers;
import dev.unroll.model.Parameter;
import dev.unroll.random.Randomness;

/**
 * A learned value for each head and bucket of distances, added to scores, the same in all blocks (Raffel et al. 2020,
 * "T5", arXiv 1910.10683, section 2.1).
 *
 * <p>Of the n = {@value #BUCKETS} buckets, a causal model uses all for the distances 0, 1, 2, … from query back to key;
 * a full one half for these and half for keys ahead. The first half of such buckets hold one distance each, the others
 * ranges that grow geometrically up to {@value #FAR} steps; the last holds all beyond.
 *
 * <p>Unlike T5, scores are still divided by √H.
 */
final class RelativePositions {

    static final int BUCKETS = 32;
    static final int FAR = 128;

    private final int heads;
    private final boolean causal;
    private final Parameter values;
    private final DistanceBias bias;
    private int[] buckets = {};
    private float[] bucketGradients = Buffers.EMPTY;

    RelativePositions(String name, int width, int heads, boolean causal, Randomness randomness) {
        this.heads = heads;
        this.causal = causal;
        values = Parameter.biases(name, BUCKETS, heads);
        bias = new DistanceBias(heads, true);
        Initializers.normal(values, (float) (1 / Math.sqrt(width)), randomness);
    }

    /** {@code [BUCKETS, heads]}. */
    Parameter values() {
        return values;
    }

    DistanceBias bias() {
        return bias;
    }

    /** Takes in the present values, for sequences of this length. */
    void prepare(int length) {
        bias.prepare(length);
        if (buckets.length < length) {
            buckets = new int[2 * length];
            for (int i = 0; i < buckets.length; i++) {
                buckets[i] = bucket(i, causal ? BUCKETS : BUCKETS / 2);
            }
        }
        for (int head = 0; head < heads; head++) {
            for (int distance = causal ? 0 : 1 - length; distance < length; distance++) {
                bias.set(head, distance, values.value()[bucketOf(distance) * heads + head] * DistanceBias.LOG2_E);
            }
        }
    }

    private int bucketOf(int distance) {
        return distance >= 0 ? buckets[distance] : BUCKETS / 2 + buckets[-distance];
    }

    /** The bucket of any distance; those ahead of a causal model, which sees none, are taken as the nearest. */
    static int bucket(int distance, boolean causal) {
        if (causal) {
            return bucket(Math.max(0, distance), BUCKETS);
        }
        return distance >= 0 ? bucket(distance, BUCKETS / 2) : BUCKETS / 2 + bucket(-distance, BUCKETS / 2);
    }

    /** The bucket among n of a distance of at least 0. */
    private static int bucket(int distance, int n) {
        int exact = n / 2;
        if (distance < exact) {
            return distance;
        }
        double place = StrictMath.log((double) distance / exact) / StrictMath.log((double) FAR / exact);
        // Ranges begin at exact powers, which the logarithms may miss by a rounding.
        return Math.min(n - 1, exact + (int) (place * (n - exact) + 1e-9));
    }

    /** Makes room for the gradients of a batch. */
    void prepareBackward(RowLayout layout) {
        bucketGradients = Buffers.atLeast(bucketGradients, layout.batchSize() * heads * BUCKETS);
    }

    /**
     * Takes in the gradients of one head over one sequence; sums go by rising distance. May run beside others.
     *
     * @param dBias {@code [2 length - 1]} from {@code offset}: that of distance d at {@code length - 1 + d}, read
     */
    void addHead(int sequence, int head, int length, float[] dBias, int offset) {
        int to = (sequence * heads + head) * BUCKETS;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            bucketGradients[to + bucket] = 0f;
        }
        for (int distance = causal ? 0 : 1 - length; distance < length; distance++) {
            bucketGradients[to + bucketOf(distance)] += dBias[offset + length - 1 + distance];
        }
    }

    /** Accumulates the gradients of one block over all sequences, in batch order. */
    void parameterGradients(int batchSize) {
        for (int b = 0; b < batchSize; b++) {
            for (int head = 0; head < heads; head++) {
                for (int bucket = 0; bucket < BUCKETS; bucket++) {
                    values.gradient()[bucket * heads + head] += bucketGradients[(b * heads + head) * BUCKETS + bucket];
                }
            }
        }
    }
}
