package dev.unroll.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.kernel.Kernels;
import dev.unroll.testing.Specs;
import org.junit.jupiter.api.Test;

class TransformerMemoryTest {

    private static final long MEGABYTE = 1 << 20;

    /** A window makes the step short; buffers are those of full attention. */
    private static final TransformerSpec SPEC = Specs.of(TransformerSpec.class, "modelSize", 64, "numHeads", 4,
            "numLayers", 2, "attentionWindow", 16, "causal", false);

    @Test
    void buffersForALongSequenceAreFewAndGrowWithItsLength() {
        long half = heldAfterATrainingStep(2048);
        long whole = heldAfterATrainingStep(4096);
        assertThat(whole).isLessThan(200 * MEGABYTE);
        assertThat(whole).isBetween((long) (1.5 * half), (long) (2.2 * half));
    }

    /** Bytes of the heap that an encoder of width 64, its buffers and a sequence of this length hold. */
    private static long heldAfterATrainingStep(int length) {
        long before = inUse();
        EncoderRun run = new EncoderRun(SPEC, EncoderRun.engine(Kernels.vector(), 1), length);
        run.forward(EncoderRun.TRAINING).backward();
        long held = inUse() - before;
        // Keeps the run alive until here.
        assertThat(run.output).isNotNull();
        return held;
    }

    private static long inUse() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
