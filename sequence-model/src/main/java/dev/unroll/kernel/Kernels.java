package dev.unroll.kernel;

/**
 * One implementation of all the arithmetic, in groups by idea. Kernels take arrays with offsets, trust their arguments,
 * keep no state between calls, never allocate in steady state and may be used by any number of threads at once.
 *
 * @param name          {@code scalar} or {@code vector}
 * @param matrix        matrix products
 * @param elementwise   functions value by value
 * @param reduction     sums, maxima and softmax
 * @param normalization layer and root mean square normalization
 * @param recurrent     cells of recurrent layers
 * @param attention     attention of the heads that share keys, over one sequence
 * @param optimizer     weight updates
 */
public record Kernels(String name, MatrixKernels matrix, ElementwiseKernels elementwise, ReductionKernels reduction,
        NormalizationKernels normalization, RecurrentKernels recurrent, AttentionKernels attention,
        OptimizerKernels optimizer) {

    private static final Kernels SCALAR = new Kernels("scalar", new ScalarMatrixKernels(),
            new ScalarElementwiseKernels(), new ScalarReductionKernels(), new ScalarNormalizationKernels(),
            new ScalarRecurrentKernels(), new ScalarAttentionKernels(), new ScalarOptimizerKernels());

    /** For people: {@code vector, 16 lanes} or {@code scalar}. */
    public String description() {
        return this == SCALAR ? name : name + ", " + VectorMath.LANES + " lanes";
    }

    /** The plain loops that define every result. */
    public static Kernels scalar() {
        return SCALAR;
    }

    /** The same results on the Vector API; needs {@code --add-modules jdk.incubator.vector}. */
    public static Kernels vector() {
        return VectorKernels.ALL;
    }

    /**
     * The kernels of this process: vector where the module {@code jdk.incubator.vector} is there, else scalar;
     * {@code -Dunroll.kernels=scalar|vector} forces either.
     */
    public static Kernels chosen() {
        return KernelChoice.chosen();
    }
}
