package dev.unroll.run;

import dev.unroll.dataset.DataException;
import dev.unroll.dataset.DatasetFactory;
import dev.unroll.dataset.DatasetSpec;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.dataset.TargetUnits;
import dev.unroll.experiment.ExperimentSpec.DatasetEntry;
import dev.unroll.gradient.GradientReachAnalysis;
import dev.unroll.metric.BaselineScores;
import dev.unroll.metric.Metric;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Input;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.model.Task.Tokens;
import dev.unroll.random.Purpose;
import dev.unroll.random.Randomness;
import dev.unroll.run.RunResults.DatasetResult;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A dataset of an experiment, made once and shared by all trials.
 *
 * @param reach the probe that all models on this dataset are measured with
 */
record PreparedDataset(DatasetEntry entry, DatasetFactory<?> factory, SequenceDataset data,
        GradientReachAnalysis reach) {

    /**
     * Generates or loads the data. It depends on its own spec and the seed of the data alone, not on its name or on
     * what else is in the experiment.
     *
     * @throws DataException if the data cannot be used
     */
    static PreparedDataset of(DatasetEntry entry, DatasetFactory<?> factory, long dataSeed) {
        SequenceDataset data = create(factory, entry.spec(), Randomness.of(dataSeed, Purpose.TRAINING_DATA));
        for (Part part : Part.values()) {
            if (data.size(part) < 1) {
                throw new DataException("every part of a dataset must hold at least one example; the "
                        + part.name().toLowerCase(Locale.ROOT) + " part of " + entry.name()
                        + " holds none; change its sizes or fractions");
            }
        }
        return new PreparedDataset(entry, factory, data, new GradientReachAnalysis(data, dataSeed));
    }

    private static <S extends DatasetSpec> SequenceDataset create(DatasetFactory<S> factory, DatasetSpec spec,
            Randomness randomness) {
        return factory.create(factory.specType().cast(spec), randomness);
    }

    /** The dataset as results tell it, with its baselines scored on the test part. */
    DatasetResult result() {
        Map<String, Map<String, Double>> baselines = new LinkedHashMap<>();
        Map<String, Map<String, Map<String, Double>>> baselineSlices = new LinkedHashMap<>();
        BaselineScores.of(data, Part.TEST).forEach((name, score) -> {
            baselines.put(name, score.metrics());
            if (!score.slices().isEmpty()) {
                baselineSlices.put(name, score.slices());
            }
        });
        Metric primary = Metric.primary(data.target(), data.units());
        return new DatasetResult(entry.name(), entry.kind(), factory.description(), factory.source(),
                data.size(Part.TRAIN), data.size(Part.VALIDATION), data.size(Part.TEST), data.validationIsTest(),
                form(data.input()), form(data.target()),
                primary.name(), primary.higherIsBetter(), data.units().map(TargetUnits::unit).orElse(""),
                baselines, baselineSlices, data.classNames(), data.fingerprint());
    }

    private static String form(Input input) {
        if (input instanceof Features features) {
            return features.size() == 1 ? "1 feature" : features.size() + " features";
        }
        return "tokens of " + ((Tokens) input).vocabulary();
    }

    private static String form(Target target) {
        if (target.kind() == TargetKind.VALUE) {
            return "value of " + target.size();
        }
        return "class of " + target.size() + (target.perStep() ? ", per step" : "");
    }
}
