package dev.unroll.run;

import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.engine.Engine;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.model.ModelFactory;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.SequenceModel;
import dev.unroll.statistics.Quantiles;
import dev.unroll.training.BatchOrder;
import dev.unroll.training.StopSignal;
import dev.unroll.training.UpdateStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Times updates of a throw-away model while nothing else of the run works: first until the virtual machine has compiled
 * what it will compile, then for about a second. Making batches is not counted.
 */
final class SpeedMeter {

    private static final long WARM_UP_NANOS = 1_000_000_000L;
    private static final long TIMED_NANOS = 1_000_000_000L;
    private static final int FEWEST_UPDATES = 5;
    private static final int MOST_UPDATES = 100_000;
    private static final int MOST_BATCHES = 8;

    private final Engine engine;
    private final StopSignal stop;

    SpeedMeter(Engine engine, StopSignal stop) {
        this.engine = engine;
        this.stop = stop;
    }

    /** @return empty if a stop was requested before enough was measured */
    Optional<SpeedMeasurement> measure(TrialPlan plan, PreparedDataset dataset, ModelFactory<?> factory) {
        SequenceModel model = Models.create(factory, plan.model().spec(), Models.task(dataset.data(), plan.training()),
                plan.seed(), engine);
        List<SequenceBatch> batches = batches(dataset.data(), plan.training(), plan.seed());
        UpdateStep step = new UpdateStep(model, engine, plan.training(), plan.seed(), plan.updates());
        time(step, batches, WARM_UP_NANOS);
        double[] millis = time(step, batches, TIMED_NANOS);
        if (stop.requested()) {
            return Optional.empty();
        }
        Arrays.sort(millis);
        double median = Quantiles.of(millis, 0.5);
        return Optional.of(new SpeedMeasurement(dataset.entry().name(), plan.model().name(), millis.length, median,
                Quantiles.of(millis, 0.1), Quantiles.of(millis, 0.9), batches.get(0).size() / (median / 1e3)));
    }

    /** The first batches of training, without a smaller last one. */
    private static List<SequenceBatch> batches(SequenceDataset data, TrainingSpec training, long seed) {
        BatchOrder order = new BatchOrder(data, training, seed);
        int perEpoch = training.updatesPerEpoch(data.size(Part.TRAIN));
        List<SequenceBatch> batches = new ArrayList<>();
        for (int i = 0; batches.size() < MOST_BATCHES && i < perEpoch; i++) {
            int[] indices = order.indices(i);
            if (perEpoch == 1 || indices.length == training.batchSize()) {
                batches.add(data.batch(Part.TRAIN, indices));
            }
        }
        return batches;
    }

    private double[] time(UpdateStep step, List<SequenceBatch> batches, long nanos) {
        double[] millis = new double[FEWEST_UPDATES];
        int count = 0;
        long begin = System.nanoTime();
        while (!stop.requested() && count < MOST_UPDATES
                && (count < FEWEST_UPDATES || System.nanoTime() - begin < nanos)) {
            if (count == millis.length) {
                millis = Arrays.copyOf(millis, 2 * count);
            }
            long start = System.nanoTime();
            step.run(batches.get(count % batches.size()), count);
            millis[count++] = (System.nanoTime() - start) / 1e6;
        }
        return Arrays.copyOf(millis, count);
    }
}
