package dev.unroll.benchmark.contender;

import dev.unroll.benchmark.Workload;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The driver's end of a {@link ContenderMain}: a process of a {@link Side} that stays alive between its turns. */
public final class RemoteContender implements AutoCloseable {

    /**
     * One turn's timing.
     *
     * @param count  repetitions
     * @param millis first decile of their times
     */
    public record Timing(int count, double millis) {
    }

    private final Side side;
    private final Process process;
    private final PrintStream in;
    private final BufferedReader out;

    /**
     * Starts the process and makes its model.
     *
     * @param log where its standard error is appended
     */
    public RemoteContender(Side side, Workload workload, File log) {
        this.side = side;
        ProcessBuilder builder = new ProcessBuilder(side.command());
        builder.environment().putAll(side.environment());
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        ask("load " + workload.name());
    }

    public Side side() {
        return side;
    }

    /** The outputs for the batch, then the losses of so many training steps. */
    public double[] check(int steps) {
        String[] words = ask("check " + steps).split(" ");
        double[] numbers = new double[words.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Double.parseDouble(words[i]);
        }
        return numbers;
    }

    /** Training steps for so long. */
    public Timing train(long millis) {
        return timing(ask("train " + millis));
    }

    /** Inference passes for so long. */
    public Timing infer(long millis) {
        return timing(ask("infer " + millis));
    }

    /** Bytes on the Java heap per training step, over so many. */
    public long allocated(int steps) {
        return Long.parseLong(ask("allocated " + steps));
    }

    /** Bytes of the Java heap that the model and its buffers hold. */
    public long memory() {
        return Long.parseLong(ask("memory"));
    }

    private static Timing timing(String answer) {
        String[] words = answer.split(" ");
        return new Timing(Integer.parseInt(words[0]), Long.parseLong(words[1]) / 1e6);
    }

    private String ask(String line) {
        in.println(line);
        String answer;
        try {
            answer = out.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (answer == null || answer.startsWith("failed")) {
            throw new BenchmarkException(side.engine().title() + ", " + side.setting() + ", must answer " + line
                    + "; got " + (answer == null ? "no answer: its process ended" : answer)
                    + "; its log says more");
        }
        return answer;
    }

    @Override
    public void close() {
        in.println("quit");
        in.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
        }
    }
}
