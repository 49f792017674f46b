package dev.unroll.benchmark.contender;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A process that does what it is told, one line at a time on standard input, and answers each line with one on standard
 * output; whatever the engine itself prints goes to standard error.
 *
 * <pre>
 * load NAME       makes the contender of that workload                ok
 * check K         outputs for the batch, then losses of K steps       n numbers, K numbers
 * train MILLIS    training steps for so long, at least 5              nanoseconds of the first decile
 * infer MILLIS    inference passes for so long, at least 5            nanoseconds of the first decile
 * allocated N     bytes on the Java heap of N training steps          a number
 * allocated-infer N   the same of N inference passes                  a number
 * memory          bytes of the Java heap in use since load            a number
 * quit
 * </pre>
 *
 * <p>The first decile, the time that one step in ten stays below, is what a step takes when nothing else disturbs it:
 * on a shared machine the median is as much about the neighbours as about the step. The first repetition of a turn finds
 * cold caches, since other processes had their turns before it, and does not count.
 *
 * <p>An answer that begins with {@code failed} says why the line could not be done.
 */
public final class ContenderMain {

    private static final int LEAST_SAMPLES = 5;

    private final ContenderFactory factory;
    private final int threads;
    private final PrintStream out;
    private final long[] nanos = new long[1 << 16];
    private Contender contender;
    private long heapBefore;

    private ContenderMain(ContenderFactory factory, int threads, PrintStream out) {
        this.factory = factory;
        this.threads = threads;
        this.out = out;
    }

    /** This engine's process; the only argument is the number of threads. */
    public static void main(String[] arguments) throws IOException {
        run(UnrollContender::new, arguments);
    }

    /**
     * Answers lines until there are no more.
     *
     * @param arguments the number of threads
     */
    public static void run(ContenderFactory factory, String[] arguments) throws IOException {
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        new ContenderMain(factory, Integer.parseInt(arguments[0]), answers).answerAll();
        System.exit(0);
    }

    private void answerAll() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = in.readLine()) != null && !line.equals("quit")) {
            try {
                out.println(answer(line.split(" ")));
            } catch (RuntimeException | Error e) {
                e.printStackTrace();
                out.println("failed " + e.toString().replaceAll("\\s+", " "));
            }
        }
    }

    private String answer(String[] words) {
        return switch (words[0]) {
            case "load" -> load(Workload.named(words[1]));
            case "check" -> check(Integer.parseInt(words[1]));
            case "train" -> samples(Long.parseLong(words[1]), contender::step);
            case "infer" -> samples(Long.parseLong(words[1]), contender::infer);
            case "memory" -> String.valueOf(heapInUse() - heapBefore);
            case "allocated" -> allocated(Integer.parseInt(words[1]), contender::step);
            case "allocated-infer" -> allocated(Integer.parseInt(words[1]), contender::infer);
            default -> throw new IllegalArgumentException("unknown line " + String.join(" ", words));
        };
    }

    private String load(Workload workload) {
        if (contender != null) {
            contender.close();
        }
        heapBefore = heapInUse();
        contender = factory.create(workload, threads);
        return "ok";
    }

    private static long heapInUse() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private String check(int steps) {
        StringBuilder line = new StringBuilder();
        for (float output : contender.predict()) {
            line.append(output).append(' ');
        }
        for (int i = 0; i < steps; i++) {
            line.append(contender.step()).append(' ');
        }
        return line.toString().strip();
    }

    private String samples(long millis, Runnable work) {
        work.run();
        int count = 0;
        long start = System.nanoTime();
        long before = start;
        while (count < LEAST_SAMPLES || before - start < millis * 1_000_000 && count < nanos.length) {
            work.run();
            long after = System.nanoTime();
            nanos[count++] = after - before;
            before = after;
        }
        Arrays.sort(nanos, 0, count);
        return String.valueOf(nanos[count / 10]);
    }

    private static String allocated(int steps, Runnable work) {
        AllocationMeter meter = new AllocationMeter();
        long before = meter.bytes();
        for (int i = 0; i < steps; i++) {
            work.run();
        }
        return String.valueOf(meter.bytes() - before);
    }
}
