package dev.unroll.kernel;

/** The vector kernels, apart from {@link Kernels} so that they are only loaded where the vector module is. */
final class VectorKernels {

    static final Kernels ALL = new Kernels("vector", new ScalarMatrixKernels(), new VectorElementwiseKernels(),
            new ScalarReductionKernels(), new ScalarNormalizationKernels(), new VectorOptimizerKernels());

    private VectorKernels() {
    }
}
