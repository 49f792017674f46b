package dev.unroll.benchmark.contender;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** The driver's end of a {@link ContenderMain}: a process of a {@link Side} that stays alive between its turns. */
public final class RemoteContender implements Contestant {

    private final Side side;
    private final Process process;
    private final File log;
    private final PrintStream in;
    private final BufferedReader out;

    /**
     * Starts the process and makes its model.
     *
     * @param log where its standard error is appended
     */
    public RemoteContender(Side side, Workload workload, File log) {
        this.side = side;
        this.log = log;
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
        try {
            ask("load " + workload.name());
        } catch (BenchmarkException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    @Override
    public Side side() {
        return side;
    }

    @Override
    public double[] check(int steps) {
        String[] words = ask("check " + steps).split(" ");
        double[] numbers = new double[words.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Double.parseDouble(words[i]);
        }
        return numbers;
    }

    @Override
    public double train(long millis) {
        return timing(ask("train " + millis));
    }

    @Override
    public double infer(long millis) {
        return timing(ask("infer " + millis));
    }

    @Override
    public long allocated(int steps, boolean inference) {
        return Long.parseLong(ask((inference ? "allocated-infer " : "allocated ") + steps));
    }

    @Override
    public long memory() {
        return Long.parseLong(ask("memory"));
    }

    private static double timing(String nanos) {
        return Long.parseLong(nanos) / 1e6;
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
                    + "; " + log + " says more");
        }
        return answer;
    }

    @Override
    public void close() {
        in.println("quit");
        in.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
        }
    }
}
