package dev.unroll.dl4j;

import org.nd4j.linalg.factory.Nd4j;

/** What holds for ND4J in the whole virtual machine. */
final class Nd4jSettings {

    private Nd4jSettings() {
    }

    /** Lets it use so many threads, in all models, and leaves collecting garbage to the virtual machine. */
    static void use(int threads) {
        Nd4j.getMemoryManager().togglePeriodicGc(false);
        Nd4j.getEnvironment().setMaxMasterThreads(threads);
        Nd4j.getEnvironment().setMaxThreads(threads);
        // OpenBLAS, which multiplies matrices, counts its own.
        Nd4j.factory().blas().setMaxThreads(threads);
    }
}
