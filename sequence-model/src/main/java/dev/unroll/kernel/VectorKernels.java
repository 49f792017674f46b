package dev.unroll.kernel;

/** The vector kernels, apart from {@link Kernels} so that they are only loaded where the vector module is. */
final class VectorKernels {

    private static final MatrixKernels MATRIX = new VectorMatrixKernels();

    static final Kernels ALL = new Kernels("vector", MATRIX, new VectorElementwiseKernels(),
            new VectorReductionKernels(), new VectorNormalizationKernels(), new VectorRecurrentKernels(),
            new VectorAttentionKernels(MATRIX), new VectorOptimizerKernels());

    private VectorKernels() {
    }
}
