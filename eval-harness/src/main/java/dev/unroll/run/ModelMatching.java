package dev.unroll.run;

import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.experiment.ExperimentSpec;
import dev.unroll.experiment.ExperimentSpec.ModelEntry;
import dev.unroll.experiment.Kinds;
import dev.unroll.experiment.MatchSpec;
import dev.unroll.experiment.Resizing;
import dev.unroll.experiment.Settlement.Sized;
import dev.unroll.experiment.TrainingSpec;
import dev.unroll.kernel.Kernels;
import dev.unroll.kernel.OperationCount;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.SequenceModel;
import dev.unroll.training.StopSignal;
import dev.unroll.training.StoppedException;
import dev.unroll.training.UpdateStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings models to a common size by a search over their widths, {@link Resizing}. With several datasets a model keeps
 * one width for all: the one whose worst ratio to the budget of any dataset is nearest to 1.
 */
final class ModelMatching {

    private static final int WIDEST = 1 << 15;
    private static final int TIMED_UPDATES = 15;
    private static final long WARM_UP_NANOS = 200_000_000L;

    private final ExperimentSpec spec;
    private final MatchSpec match;
    private final Kinds kinds;
    private final List<PreparedDataset> datasets;
    private final StopSignal stop;

    ModelMatching(ExperimentSpec spec, Kinds kinds, List<PreparedDataset> datasets, StopSignal stop) {
        this.spec = spec;
        this.match = spec.match();
        this.kinds = kinds;
        this.datasets = datasets;
        this.stop = stop;
    }

    /** A model at its new size. */
    record Matched(ModelEntry model, Sized sized) {
    }

    /**
     * All models in order; what the budget was taken from is as it was, and has no {@code sized}.
     *
     * @throws IllegalArgumentException if a model has no width to change, or none that comes to the budget
     * @throws StoppedException         if a stop was requested before the end
     */
    List<Matched> models() {
        ModelEntry reference = match.budget() != null ? null : spec.models().stream()
                .filter(model -> match.to() == null || model.name().equals(match.to())).findFirst().orElseThrow();
        if (match.by() == MatchSpec.By.TIME) {
            // Whoever is timed first would else find the virtual machine cold, and be the budget of all others.
            spec.models().forEach(model -> measure(model, model.spec(), true));
        }
        double[] budgets = new double[datasets.size()];
        if (reference == null) {
            Arrays.fill(budgets, match.budget());
        } else {
            budgets = measure(reference, reference.spec(), false);
        }
        List<Matched> matched = new ArrayList<>();
        for (ModelEntry model : spec.models()) {
            matched.add(model == reference ? new Matched(model, null) : matched(model, budgets));
        }
        return matched;
    }

    private Matched matched(ModelEntry model, double[] budgets) {
        Resizing resizing = Resizing.of(model, kinds).orElseThrow(() -> new IllegalArgumentException("match needs models"
                + " with a width, hiddenSizes, hiddenSize or modelSize; got " + model.name() + " of kind " + model.kind()
                + "; leave match out, or name that model in to"));
        int step = resizing.step();
        Map<Integer, double[]> measured = new TreeMap<>();
        int low = 0;
        int high = 1;
        while (excess(at(resizing, model, high * step, measured, budgets), budgets) < 0) {
            low = high;
            high *= 2;
            if (high * step > WIDEST) {
                throw unreachable(model, resizing, low * step, "comes to no more than "
                        + Arrays.toString(measured.get(low * step)), budgets, null);
            }
        }
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (excess(at(resizing, model, middle * step, measured, budgets), budgets) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        int best = high * step;
        for (int candidate : List.of(Math.max(1, low) * step, high * step)) {
            double[] reached = at(resizing, model, candidate, measured, budgets);
            if (worst(reached, budgets) < worst(measured.get(best), budgets)) {
                best = candidate;
            }
        }
        ModelSpec sized = resizing.at(best).orElseThrow();
        return new Matched(new ModelEntry(model.name(), model.kind(), sized, model.training()),
                new Sized(model.name(), resizing.key(), resizing.size(), best, list(budgets), list(measured.get(best))));
    }

    private double[] at(Resizing resizing, ModelEntry model, int size, Map<Integer, double[]> measured,
            double[] budgets) {
        double[] earlier = measured.get(size);
        if (earlier != null) {
            return earlier;
        }
        ModelSpec at = resizing.at(size).orElseThrow(() -> new IllegalArgumentException("match could not make model "
                + model.name() + " with " + resizing.key() + " " + size + "; give it keys that leave its width free"));
        try {
            measured.put(size, measure(model, at, false));
        } catch (OutOfMemoryError | ArithmeticException e) {
            // Sizes of arrays are counted exactly; one that is no int is beyond any memory.
            throw unreachable(model, resizing, size, "has no room in memory", budgets, e);
        }
        return measured.get(size);
    }

    private IllegalArgumentException unreachable(ModelEntry model, Resizing resizing, int size, String happened,
            double[] budgets, Throwable cause) {
        return new IllegalArgumentException("match needs a budget that every model can reach; got "
                + Arrays.toString(budgets) + " " + match.by().name().toLowerCase(Locale.ROOT) + " on the datasets, where"
                + " model " + model.name() + " with " + resizing.key() + " " + size + " " + happened
                + "; lower the budget, or name a smaller model in to", cause);
    }

    /** The sum of the least and the greatest logarithm of a ratio: below 0 if the model is too small. */
    private static double excess(double[] reached, double[] budgets) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int d = 0; d < reached.length; d++) {
            double ratio = StrictMath.log(reached[d] / budgets[d]);
            least = Math.min(least, ratio);
            greatest = Math.max(greatest, ratio);
        }
        return least + greatest;
    }

    private static double worst(double[] reached, double[] budgets) {
        double worst = 0;
        for (int d = 0; d < reached.length; d++) {
            worst = Math.max(worst, Math.abs(StrictMath.log(reached[d] / budgets[d])));
        }
        return worst;
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** @param warm whether to make updates for a while before any is timed */
    private double[] measure(ModelEntry model, ModelSpec at, boolean warm) {
        double[] measures = new double[datasets.size()];
        for (int d = 0; d < measures.length; d++) {
            if (stop.requested()) {
                throw new StoppedException();
            }
            measures[d] = measure(model, at, datasets.get(d).data(), model.training().get(d), warm);
        }
        return measures;
    }

    private double measure(ModelEntry model, ModelSpec at, SequenceDataset data, TrainingSpec training,
            boolean warm) {
        OperationCount count = new OperationCount(Kernels.chosen());
        Engine engine = new Engine(match.by() == MatchSpec.By.FLOPS ? count.kernels() : Kernels.chosen(), new Workers(1));
        SequenceModel made =
                Models.create(kinds.models().get(model.kind()), at, Models.task(data, training), 0, engine);
        if (match.by() == MatchSpec.By.PARAMETERS) {
            return made.parameters().count();
        }
        int[] indices = new int[Math.min(training.batchSize(), data.size(Part.TRAIN))];
        Arrays.setAll(indices, i -> i);
        UpdateStep step = new UpdateStep(made, engine, training, 0, 1);
        step.run(data.batch(Part.TRAIN, indices), 0);
        if (match.by() == MatchSpec.By.FLOPS) {
            return 2.0 * count.multiplyAdds() / indices.length;
        }
        long begin = System.nanoTime();
        while (warm && System.nanoTime() - begin < WARM_UP_NANOS) {
            step.run(data.batch(Part.TRAIN, indices), 0);
        }
        double[] times = new double[TIMED_UPDATES];
        for (int i = 0; i < 2 * TIMED_UPDATES; i++) {
            var batch = data.batch(Part.TRAIN, indices);
            long start = System.nanoTime();
            step.run(batch, 0);
            times[i % TIMED_UPDATES] = (System.nanoTime() - start) / 1e9;
        }
        Arrays.sort(times);
        return times[TIMED_UPDATES / 2];
    }
}
