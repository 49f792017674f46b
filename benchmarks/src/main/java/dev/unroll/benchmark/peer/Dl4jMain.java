package dev.unroll.benchmark.peer;

import dev.unroll.benchmark.contender.ContenderMain;
import java.io.IOException;

/** The process of a {@link Dl4jContender}. */
public final class Dl4jMain {

    private Dl4jMain() {
    }

    /** The only argument is the number of threads, which ND4J itself takes from OMP_NUM_THREADS. */
    public static void main(String[] arguments) throws IOException {
        ContenderMain.run((workload, threads) -> new Dl4jContender(workload), arguments);
    }
}
