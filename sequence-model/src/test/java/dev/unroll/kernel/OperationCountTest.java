package dev.unroll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OperationCountTest {

    private final OperationCount count = new OperationCount(Kernels.scalar());

    @Test
    void countsProductsAndLeavesTheirResults() {
        MatrixKernels matrix = count.kernels().matrix();
        float[] a = {1, 2, 3, 4, 5, 6};
        float[] b = {1, 0, 2, 0, 1, 1};
        float[] packed = new float[matrix.packedLength(3, 2)];
        float[] c = new float[4];
        matrix.pack(3, 2, b, 0, 2, packed, 0);
        matrix.multiply(2, 2, 3, a, 0, 3, packed, 0, c, 0, 2);

        assertThat(c).containsExactly(1 + 4 + 3, 3, 4 + 10 + 6, 6);
        assertThat(count.multiplyAdds()).isEqualTo(2 * 2 * 3);
        matrix.multiplyTransposedAdd(3, 1, 2, a, 0, 3, b, 0, 1, new float[3], 0, 1);
        assertThat(count.multiplyAdds()).isEqualTo(2 * 2 * 3 + 3 * 2);
    }

    @Test
    void countsThePairsOfStepsThatSeeEachOther() {
        int length = 5;
        AttentionGroup group = new AttentionGroup(2, 1, 6, 0, 2, 4, 2, true, 3, null, null);
        count.kernels().attention().attention(group, 0, length, new float[length * 6], new float[length * 2],
                new float[2 * length], 0, new AttentionScratch());

        assertThat(count.multiplyAdds()).as("1 + 2 + 3 + 3 + 3 pairs of 2 values, twice").isEqualTo(12 * 2 * 2);
    }
}
