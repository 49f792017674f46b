package dev.unroll.benchmark.peer;

import dev.unroll.benchmark.contender.ContenderMain;
import java.io.IOException;

/** The process of a {@link PyTorchContender}. */
public final class PyTorchMain {

    private PyTorchMain() {
    }

    /** The only argument is the number of threads. */
    public static void main(String[] arguments) throws IOException {
        ContenderMain.run(PyTorchContender::new, arguments);
    }
}
