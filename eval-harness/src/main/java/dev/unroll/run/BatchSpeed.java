package dev.unroll.run;

import dev.unroll.dataset.BatchArrays;
import dev.unroll.dataset.DataException;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.engine.Engine;
import dev.unroll.experiment.ExperimentSpec.DatasetEntry;
import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.SpecReader;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.training.BatchOrder;
import dev.unroll.training.StopSignal;

/**
 * How long a dataset takes to make batches, beside how long a model takes to train on them: an LSTM of 64 units, 32
 * sequences at a time, in the order of training.
 *
 * @param firstPassMillis of a batch in the first pass over the training part, when what is kept is made
 * @param batchMillis     of a batch in later passes, on average
 * @param updateMillis    of an update of the model, at the median
 */
public record BatchSpeed(double firstPassMillis, double batchMillis, double updateMillis) {

    private static final long LONGEST_PASS_NANOS = 3_000_000_000L;
    private static final long WARM_UP_NANOS = 300_000_000L;
    private static final long TIMED_NANOS = 500_000_000L;
    private static final String MODEL = "{name: speed, datasets: [{kind: adding}], models: [{kind: lstm, hiddenSizes:"
            + " [64]}], train: {updates: 100}, seeds: [1]}";

    /** How many times faster batches are made than trained on, in later passes. */
    public double ratio() {
        return updateMillis / batchMillis;
    }

    /** Makes batches and trains on them once, unmeasured: the first finds the virtual machine cold. */
    public static void warmUp(DatasetEntry entry, Kinds kinds) {
        measure(entry, kinds);
    }

    /**
     * Measures with all processors; nothing else should be running.
     *
     * @throws DataException if the data cannot be used
     */
    public static BatchSpeed measure(DatasetEntry entry, Kinds kinds) {
        ModelEntry model = model(kinds);
        TrainingSpec training = model.training().get(0);
        PreparedDataset dataset = PreparedDataset.of(entry, kinds.datasets().get(entry.kind()), 1);
        Batches batches = new Batches(dataset.data(), training);
        double firstPass = batches.firstPassMillis();
        batches.laterMillis(WARM_UP_NANOS);
        double later = batches.laterMillis(TIMED_NANOS);
        Engine engine = Engine.withThreads(Runtime.getRuntime().availableProcessors());
        try {
            TrialPlan plan = new TrialPlan("speed", entry.name(), model, training, 1, 0, training.updates(), 0);
            double update = new SpeedMeter(engine, new StopSignal()).measure(plan, dataset,
                    kinds.models().get(model.kind())).orElseThrow().millisPerUpdate();
            return new BatchSpeed(firstPass, later, update);
        } finally {
            engine.workers().close();
        }
    }

    private static ModelEntry model(Kinds kinds) {
        return new SpecReader(kinds).read("speed", MODEL).models().get(0);
    }

    /** The batches of training, timed. */
    private static final class Batches {

        private final SequenceDataset data;
        private final BatchOrder order;
        private final BatchArrays arrays = new BatchArrays();
        private final int perPass;

        Batches(SequenceDataset data, TrainingSpec training) {
            this.data = data;
            order = new BatchOrder(data, training, 1);
            perPass = training.updatesPerEpoch(data.size(Part.TRAIN));
        }

        double firstPassMillis() {
            return millis(0, perPass, LONGEST_PASS_NANOS);
        }

        double laterMillis(long nanos) {
            return millis(perPass, Integer.MAX_VALUE, nanos);
        }

        /** Mean milliseconds of a batch, of so many from the first on or for so long. */
        private double millis(int first, int most, long nanos) {
            int count = 0;
            long taken = 0;
            while (count < most && taken < nanos) {
                // Which examples a batch holds is decided before it is made.
                int[] indices = order.indices(first + count++);
                long start = System.nanoTime();
                data.batch(Part.TRAIN, indices, arrays);
                taken += System.nanoTime() - start;
            }
            return taken / 1e6 / count;
        }
    }
}
