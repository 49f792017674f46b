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
import dev.unroll.training.UpdateStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings models to a common size by a search over their widths, {@link Resizing}. With several datasets a model keeps
 * one width for all: the one whose worst ratio to the budget of any dataset is nearest to 1.
 */
final class ModelMatching {

    private static final int WIDEST = 1 << 15;
    private static final int TIMED_UPDATES = 15;

    private final ExperimentSpec spec;
    private final MatchSpec match;
    private final Kinds kinds;
    private final List<PreparedDataset> datasets;

    ModelMatching(ExperimentSpec spec, Kinds kinds, List<PreparedDataset> datasets) {
        this.spec = spec;
        this.match = spec.match();
        this.kinds = kinds;
        this.datasets = datasets;
    }

    /** A model at its new size. */
    record Matched(ModelEntry model, Sized sized) {
    }

    /**
     * All models in order; what the budget was taken from is as it was, and has no {@code sized}.
     *
     * @throws IllegalArgumentException if a model has no width to change
     */
    List<Matched> models() {
        ModelEntry reference = match.budget() != null ? null : spec.models().stream()
                .filter(model -> match.to() == null || model.name().equals(match.to())).findFirst().orElseThrow();
        double[] budgets = new double[datasets.size()];
        if (reference == null) {
            Arrays.fill(budgets, match.budget());
        } else {
            budgets = measure(reference, reference.spec());
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
        while (high * step < WIDEST && excess(at(resizing, model, high * step, measured), budgets) < 0) {
            low = high;
            high *= 2;
        }
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (excess(at(resizing, model, middle * step, measured), budgets) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        int best = high * step;
        for (int candidate : List.of(Math.max(1, low) * step, high * step)) {
            double[] reached = at(resizing, model, candidate, measured);
            if (worst(reached, budgets) < worst(measured.get(best), budgets)) {
                best = candidate;
            }
        }
        ModelSpec sized = resizing.at(best).orElseThrow();
        return new Matched(new ModelEntry(model.name(), model.kind(), sized, model.training()),
                new Sized(model.name(), resizing.key(), resizing.size(), best, list(budgets), list(measured.get(best))));
    }

    private double[] at(Resizing resizing, ModelEntry model, int size, Map<Integer, double[]> measured) {
        return measured.computeIfAbsent(size, width -> measure(model, resizing.at(width).orElseThrow(() ->
                new IllegalArgumentException("match could not make model " + model.name() + " with " + resizing.key()
                        + " " + width + "; give it keys that leave its width free"))));
    }

    /** Mean of the logarithms of ratios: below 0 if the model is too small. */
    private static double excess(double[] reached, double[] budgets) {
        double sum = 0;
        for (int d = 0; d < reached.length; d++) {
            sum += StrictMath.log(reached[d] / budgets[d]);
        }
        return sum;
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

    private double[] measure(ModelEntry model, ModelSpec at) {
        double[] measures = new double[datasets.size()];
        for (int d = 0; d < measures.length; d++) {
            measures[d] = measure(model, at, datasets.get(d).data(), model.training().get(d));
        }
        return measures;
    }

    private double measure(ModelEntry model, ModelSpec at, SequenceDataset data, TrainingSpec training) {
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
