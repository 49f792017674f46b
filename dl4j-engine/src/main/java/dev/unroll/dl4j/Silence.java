package dev.unroll.dl4j;

import java.io.OutputStream;
import java.io.PrintStream;

/** Keeps what a library prints off the standard output, where results go. */
final class Silence {

    private Silence() {
    }

    /** Runs the work without what its thread prints to the standard output; that of other threads passes. */
    static synchronized void during(Runnable work) {
        PrintStream out = System.out;
        Thread silenced = Thread.currentThread();
        System.setOut(new PrintStream(new OutputStream() {
            @Override
            public void write(int value) {
                if (Thread.currentThread() != silenced) {
                    out.write(value);
                }
            }

            @Override
            public void write(byte[] values, int offset, int length) {
                if (Thread.currentThread() != silenced) {
                    out.write(values, offset, length);
                }
            }

            @Override
            public void flush() {
                out.flush();
            }
        }, true));
        try {
            work.run();
        } finally {
            System.setOut(out);
        }
    }
}
