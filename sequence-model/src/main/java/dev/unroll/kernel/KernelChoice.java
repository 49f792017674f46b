package dev.unroll.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the kernels of this process when first asked, and logs the choice with its reason. */
final class KernelChoice {

    /** Forces {@code scalar} or {@code vector}. */
    static final String PROPERTY = "unroll.kernels";

    private static final String MODULE = "jdk.incubator.vector";
    private static final String REMEDY = "start Java with --add-modules " + MODULE;

    private static Kernels chosen;

    private KernelChoice() {
    }

    static synchronized Kernels chosen() {
        if (chosen == null) {
            chosen = choose(System.getProperty(PROPERTY));
        }
        return chosen;
    }

    /** @param forced the property's value; null leaves the choice to us */
    static Kernels choose(String forced) {
        Logger log = LoggerFactory.getLogger(Kernels.class);
        boolean vectorsReadable = ModuleLayer.boot().findModule(MODULE).isPresent();
        if (forced == null) {
            if (vectorsReadable && VectorMath.LANES >= VectorMath.LEAST_LANES) {
                log.info("Vector kernels with {} lanes: module {} is there", VectorMath.LANES, MODULE);
                return Kernels.vector();
            }
            if (vectorsReadable) {
                log.info("Scalar kernels, many times slower: vectors have {} lanes here, and at least {} are needed; run"
                        + " Java with its optimizing compiler and without a smaller -XX:MaxVectorSize", VectorMath.LANES,
                        VectorMath.LEAST_LANES);
                return Kernels.scalar();
            }
            log.info("Scalar kernels, many times slower: module {} is missing; {}", MODULE, REMEDY);
            return Kernels.scalar();
        }
        switch (forced) {
            case "scalar":
                log.info("Scalar kernels: forced by -D{}", PROPERTY);
                return Kernels.scalar();
            case "vector":
                if (!vectorsReadable) {
                    throw new IllegalStateException(
                            "-D" + PROPERTY + "=vector needs the module " + MODULE + "; " + REMEDY);
                }
                if (VectorMath.LANES < VectorMath.LEAST_LANES) {
                    throw new IllegalStateException("-D" + PROPERTY + "=vector needs vectors of at least "
                            + VectorMath.LEAST_LANES + " lanes; they have " + VectorMath.LANES + " here; run Java with its"
                            + " optimizing compiler and without a smaller -XX:MaxVectorSize");
                }
                log.info("Vector kernels with {} lanes: forced by -D{}", VectorMath.LANES, PROPERTY);
                return Kernels.vector();
            default:
                throw new IllegalArgumentException("-D" + PROPERTY + " must be scalar or vector; got " + forced);
        }
    }
}
