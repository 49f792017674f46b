package dev.unroll.kernel;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the multiply-adds of matrix products and attention, forward and backward, that go through {@link #kernels}: the
 * operations that a model's size and the length of its sequences multiply. Functions value by value are not counted.
 * The results are those of the kernels counted.
 */
public final class OperationCount {

    private final LongAdder multiplyAdds = new LongAdder();
    private final Kernels kernels;

    /** @param counted do the work */
    public OperationCount(Kernels counted) {
        kernels = new Kernels(counted.name(), new CountedMatrix(counted.matrix()), counted.elementwise(),
                counted.reduction(), counted.normalization(), counted.recurrent(),
                new CountedAttention(counted.attention()), counted.optimizer());
    }

    public Kernels kernels() {
        return kernels;
    }

    /** All since this was made. Each is two floating-point operations. */
    public long multiplyAdds() {
        return multiplyAdds.sum();
    }

    private final class CountedMatrix implements MatrixKernels {

        private final MatrixKernels counted;

        private CountedMatrix(MatrixKernels counted) {
            this.counted = counted;
        }

        @Override
        public int packedLength(int k, int n) {
            return counted.packedLength(k, n);
        }

        @Override
        public void pack(int k, int n, float[] b, int bOffset, int bStride, float[] packed, int packedOffset) {
            counted.pack(k, n, b, bOffset, bStride, packed, packedOffset);
        }

        @Override
        public void packTransposed(int k, int n, float[] t, int tOffset, int tStride, float[] packed,
                int packedOffset) {
            counted.packTransposed(k, n, t, tOffset, tStride, packed, packedOffset);
        }

        @Override
        public void multiply(int m, int n, int k, float[] a, int aOffset, int aStride, float[] packed,
                int packedOffset, float[] c, int cOffset, int cStride) {
            multiplyAdds.add((long) m * n * k);
            counted.multiply(m, n, k, a, aOffset, aStride, packed, packedOffset, c, cOffset, cStride);
        }

        @Override
        public void multiplyAdd(int m, int n, int k, float[] a, int aOffset, int aStride, float[] packed,
                int packedOffset, float[] c, int cOffset, int cStride) {
            multiplyAdds.add((long) m * n * k);
            counted.multiplyAdd(m, n, k, a, aOffset, aStride, packed, packedOffset, c, cOffset, cStride);
        }

        @Override
        public void multiplyBias(int m, int n, int k, float[] a, int aOffset, int aStride, float[] packed,
                int packedOffset, float[] bias, int biasOffset, float[] c, int cOffset, int cStride) {
            multiplyAdds.add((long) m * n * k);
            counted.multiplyBias(m, n, k, a, aOffset, aStride, packed, packedOffset, bias, biasOffset, c, cOffset,
                    cStride);
        }

        @Override
        public void multiplyTransposedAdd(int m, int n, int rows, float[] a, int aOffset, int aStride, float[] b,
                int bOffset, int bStride, float[] c, int cOffset, int cStride) {
            multiplyAdds.add((long) m * n * rows);
            counted.multiplyTransposedAdd(m, n, rows, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride);
        }
    }

    private final class CountedAttention implements AttentionKernels {

        /** Products of a query with a key and of a weight with a value. */
        private static final int FORWARD = 2;
        /** The first of these again, and one each for the gradients of weights, values, queries and keys. */
        private static final int BACKWARD = 5;

        private final AttentionKernels counted;

        private CountedAttention(AttentionKernels counted) {
            this.counted = counted;
        }

        @Override
        public void attention(AttentionGroup group, int firstRow, int length, float[] qkv, float[] out,
                float[] statistics, int statisticsOffset, AttentionScratch scratch) {
            multiplyAdds.add(FORWARD * perProduct(group, length));
            counted.attention(group, firstRow, length, qkv, out, statistics, statisticsOffset, scratch);
        }

        @Override
        public void attentionBackward(AttentionGroup group, int firstRow, int length, float[] qkv, float[] out,
                float[] dOut, float[] statistics, int statisticsOffset, float[] dQkv, AttentionScratch scratch) {
            multiplyAdds.add(BACKWARD * perProduct(group, length));
            counted.attentionBackward(group, firstRow, length, qkv, out, dOut, statistics, statisticsOffset, dQkv,
                    scratch);
        }

        @Override
        public void attentionStep(AttentionGroup group, int row, float[] qkv, float[] out, AttentionCache cache,
                AttentionScratch scratch) {
            counted.attentionStep(group, row, qkv, out, cache, scratch);
        }

        private static long perProduct(AttentionGroup group, int length) {
            long pairs = 0;
            for (int step = 0; step < length; step++) {
                pairs += group.endKey(step, length) - group.firstKey(step);
            }
            return pairs * group.headSize() * group.heads();
        }
    }
}
