package dev.unroll.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecReader;
import dev.unroll.fake.FakeKinds;
import dev.unroll.fake.ScriptedModel;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing is kept of a trial once it is in the store. {@code -Dunroll.trials=N} runs N and says what each cost beside its
 * training, and how much of the heap was in use on the way ({@code scripts/many-trials}).
 */
class ManyTrialsTest {

    private static final int FEW = 200;

    @TempDir
    private Path temp;

    @Test
    void nothingIsKeptOfAFinishedTrial() {
        int trials = Integer.getInteger("unroll.trials", FEW);
        boolean measure = System.getProperty("unroll.trials") != null;
        List<WeakReference<TrialResult>> early = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger alive = new AtomicInteger(-1);
        AtomicInteger finished = new AtomicInteger();
        DoubleAdder training = new DoubleAdder();
        long start = System.nanoTime();
        long[] last = new long[1];

        RunResults results = runner(trials, new RunListener() {
            @Override
            public void trialFinished(TrialPlan plan, TrialResult result, TrialTiming timing) {
                int count = finished.incrementAndGet();
                training.add(timing.totalSeconds());
                if (count <= FEW / 2) {
                    early.add(new WeakReference<>(result));
                }
                if (count == FEW - 10) {
                    System.gc();
                    alive.set((int) early.stream().filter(reference -> reference.get() != null).count());
                }
                if (measure && count % (trials / 10) == 0) {
                    System.gc();
                    Runtime runtime = Runtime.getRuntime();
                    System.out.printf("%d trials: %.1f MiB of the heap in use%n", count,
                            (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0);
                }
                last[0] = System.nanoTime();
            }
        }).run().orElseThrow();

        assertThat(results.trials()).hasSize(trials);
        assertThat(alive.get()).isZero();
        if (measure) {
            double perTrial = (last[0] - start) / 1e6 / trials;
            System.out.printf("%.2f ms a trial, of which %.2f ms training; %.2f ms scheduling and store; %.1f s for"
                    + " the files of results%n", perTrial, training.sum() * 1e3 / trials,
                    perTrial - training.sum() * 1e3 / trials, (System.nanoTime() - last[0]) / 1e9);
        }
    }

    private ExperimentRunner runner(int trials, RunListener listener) {
        Kinds kinds = FakeKinds.of(() -> new ScriptedModel(count -> 1, count -> 1));
        String yaml = """
                name: many
                datasets: [{kind: counting}]
                models: [{kind: scripted}]
                train: {optimizer: sgd, learningRate: 1, updates: 4, batchSize: 3, validateEvery: 1}
                seeds: [%s]
                """.replace("%s", LongStream.rangeClosed(1, trials).mapToObj(Long::toString)
                        .collect(Collectors.joining(", ")));
        return new ExperimentRunner(new SpecReader(kinds).read("many.yaml", yaml), yaml, kinds,
                new RunFolder(temp.resolve("many")), new RunOptions(1, 1, false), listener);
    }
}
