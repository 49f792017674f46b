package dev.unroll.run;

import dev.unroll.dataset.DataException;
import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.Part;
import dev.unroll.engine.Engine;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecException;
import dev.unroll.experiment.SpecReader;
import dev.unroll.statistics.Quantiles;
import dev.unroll.training.StopSignal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures, for every kind of dataset with its defaults, how much faster a batch of 32 is made than an LSTM of 64 units
 * trains on it. Run it by hand, alone on the machine and with {@code -XX:+AlwaysPreTouch}, or the first touch of fresh
 * memory is what is measured: its main method takes kinds, or nothing for all.
 */
final class BatchThroughput {

    private static final long WARM_UP_NANOS = 300_000_000L;
    private static final long TIMED_NANOS = 300_000_000L;
    private static final int BATCH_SIZE = 32;

    private BatchThroughput() {
    }

    public static void main(String[] kinds) {
        Kinds installed = Kinds.installed();
        System.out.println("kind                      batch ms   update ms   ratio");
        // The first measurement finds the virtual machine cold.
        measure(installed.datasets().get("parity"), installed);
        for (DatasetFactory<?> factory : installed.datasets().values()) {
            if (kinds.length == 0 || List.of(kinds).contains(factory.kind())) {
                try {
                    measure(factory, installed);
                } catch (SpecException | DataException e) {
                    System.out.println(factory.kind() + ": " + e.getMessage());
                }
            }
        }
    }

    private static void measure(DatasetFactory<?> factory, Kinds installed) {
        ExperimentSpec spec = new SpecReader(installed).read("throughput", "{name: throughput, datasets: [{kind: "
                + factory.kind() + "}], models: [{kind: lstm, hiddenSizes: [64]}], train: {updates: 100, batchSize: "
                + BATCH_SIZE + "}, seeds: [1]}");
        PreparedDataset dataset = PreparedDataset.of(spec.datasets().get(0), factory, 1);
        batches(dataset, WARM_UP_NANOS);
        double batch = batches(dataset, TIMED_NANOS);
        Engine engine = Engine.withThreads(Runtime.getRuntime().availableProcessors());
        try {
            TrialPlan plan = TrialPlanner.plans(spec, installed, List.of(dataset)).get(0);
            double update = new SpeedMeter(engine, new StopSignal()).measure(plan, dataset,
                    installed.models().get("lstm")).orElseThrow().millisPerUpdate();
            System.out.printf(Locale.ROOT, "%-24s %9.4f %11.3f %7.0f%n", factory.kind(), batch, update, update / batch);
        } finally {
            engine.workers().close();
        }
    }

    /** Median milliseconds of a batch, going through the training part over and over. */
    private static double batches(PreparedDataset dataset, long nanos) {
        int size = Math.min(BATCH_SIZE, dataset.data().size(Part.TRAIN));
        int possible = dataset.data().size(Part.TRAIN) / size;
        double[] millis = new double[1024];
        int count = 0;
        long begin = System.nanoTime();
        // All of what is made once and then kept must have been made.
        for (int i = 0; i < Math.min(possible, 300) || System.nanoTime() - begin < nanos; i++) {
            int[] indices = new int[size];
            for (int j = 0; j < size; j++) {
                indices[j] = i % possible * size + j;
            }
            long start = System.nanoTime();
            dataset.data().batch(Part.TRAIN, indices);
            if (count == millis.length) {
                millis = Arrays.copyOf(millis, 2 * count);
            }
            millis[count++] = (System.nanoTime() - start) / 1e6;
        }
        millis = Arrays.copyOf(millis, count);
        Arrays.sort(millis);
        return Quantiles.of(millis, 0.5);
    }
}
