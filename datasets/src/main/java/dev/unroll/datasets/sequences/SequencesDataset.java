package dev.unroll.datasets.sequences;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.BatchArrays;
import dev.unroll.dataset.InputUnits;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.dataset.TargetUnits;
import dev.unroll.datasets.Scaling;
import dev.unroll.datasets.split.Split;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Input;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Separate sequences of any lengths in three parts, each with a class, a value, or a class at every step. Whatever is
 * fitted (scaling, class weights, baselines) is fitted on the training part alone.
 */
public final class SequencesDataset implements SequenceDataset {

    // 64 MB: beyond that, sequences are read and scaled when a batch asks for them.
    private static final long MOST_SCALED = 1 << 24;

    private final Inputs inputs;
    private final Targets targets;
    private final Split split;
    private final SequenceKeys keys;
    private final String fingerprint;
    private final Fitted fitted;
    private final LengthSlices slices;
    private final int steps;
    private final float[][] scaled;

    /**
     * @param keys        complete
     * @param fingerprint of the files that the examples are made from
     */
    public SequencesDataset(Inputs inputs, Targets targets, Split split, SequenceKeys keys, String fingerprint) {
        this.inputs = inputs;
        this.targets = targets;
        this.split = split;
        this.keys = keys;
        this.fingerprint = fingerprint;
        this.fitted = new Fitted(this, inputs, targets, split, keys);
        this.slices = new LengthSlices(inputs.difficultyUnit(),
                Arrays.stream(split.examples(Part.TRAIN)).map(this::difficulty).toArray());
        this.steps = sameLength();
        this.scaled = scaledIfFew();
    }

    /** The length of all sequences; 0 if it varies. */
    private int sameLength() {
        int length = length(0);
        for (int i = 1; i < inputs.size(); i++) {
            if (length(i) != length) {
                return 0;
            }
        }
        return length;
    }

    /** Steps of an example after cutting. */
    int length(int example) {
        int length = inputs.length(example);
        return keys.maxLength() == null ? length : Math.min(length, keys.maxLength());
    }

    private int difficulty(int example) {
        return Math.min(length(example), inputs.difficulty(example));
    }

    /** The first step of an example that is not cut off. */
    int start(int example) {
        return keys.keep().equals("last") ? inputs.length(example) - length(example) : 0;
    }

    @Override
    public Input input() {
        return inputs instanceof FeatureInputs features ? new Task.Features(features.names().size())
                : new Task.Tokens(((TokenInputs) inputs).vocabulary().size());
    }

    @Override
    public Target target() {
        if (targets instanceof Targets.Classes classes) {
            return new Target(TargetKind.CLASS, classes.names().size());
        } else if (targets instanceof Targets.Steps perStep) {
            return new Target(TargetKind.CLASS_PER_STEP, perStep.names().size());
        }
        return new Target(TargetKind.VALUE, ((Targets.Values) targets).values()[0].length);
    }

    @Override
    public int size(Part part) {
        return split.size(part);
    }

    @Override
    public int length(Part part, int index) {
        return length(split.example(part, index));
    }

    @Override
    public SequenceBatch batch(Part part, int[] indices) {
        return batch(part, indices, new BatchArrays());
    }

    @Override
    public SequenceBatch batch(Part part, int[] indices, BatchArrays arrays) {
        int[] examples = new int[indices.length];
        int[] lengths = arrays.lengths(indices.length);
        int longest = 0;
        for (int b = 0; b < indices.length; b++) {
            examples[b] = split.example(part, indices[b]);
            lengths[b] = length(examples[b]);
            longest = Math.max(longest, lengths[b]);
        }
        float[] features = inputs instanceof FeatureInputs source ? features(source, examples, longest, arrays) : null;
        int[] tokens = inputs instanceof TokenInputs source ? tokens(source, examples, longest, arrays) : null;
        if (targets instanceof Targets.Values values) {
            return new SequenceBatch(lengths, features, tokens, values(values, examples, arrays), null, null);
        }
        boolean perStep = targets instanceof Targets.Steps;
        int[] classes = arrays.classes(examples.length * (perStep ? longest : 1));
        float[] weights = perStep || fitted.classWeights() != null ? arrays.weights(classes.length) : null;
        for (int b = 0; b < examples.length; b++) {
            if (targets instanceof Targets.Steps source) {
                source.read(examples[b], start(examples[b]), lengths[b], classes, weights, b * longest);
            } else {
                classes[b] = ((Targets.Classes) targets).classes()[examples[b]];
                if (weights != null) {
                    weights[b] = 1;
                }
            }
        }
        if (fitted.classWeights() != null) {
            weigh(classes, weights, lengths, perStep ? longest : 1);
        }
        return new SequenceBatch(lengths, features, tokens, null, classes, weights);
    }

    /** Multiplies weights with those of the classes, without what stands in the padding. */
    private void weigh(int[] classes, float[] weights, int[] lengths, int perExample) {
        for (int b = 0; b < lengths.length; b++) {
            int from = b * perExample;
            for (int i = from; i < from + Math.min(perExample, lengths[b]); i++) {
                weights[i] *= fitted.classWeights()[classes[i]];
            }
        }
    }

    private float[] features(FeatureInputs source, int[] examples, int longest, BatchArrays arrays) {
        int size = source.names().size();
        float[] features = arrays.features(examples.length * longest * size);
        double[] values = scaled == null ? new double[longest * size] : null;
        for (int b = 0; b < examples.length; b++) {
            if (scaled == null) {
                source.readScaled(examples[b], start(examples[b]), length(examples[b]), fitted.inputScaling(), values,
                        features, b * longest * size);
            } else {
                System.arraycopy(scaled[examples[b]], 0, features, b * longest * size, scaled[examples[b]].length);
            }
        }
        return features;
    }

    /** {@code [examples][steps * F]}: all that models see; {@code null} for tokens, or where it would be large. */
    private float[][] scaledIfFew() {
        if (!(inputs instanceof FeatureInputs source)) {
            return null;
        }
        long total = 0;
        int longest = 0;
        for (int i = 0; i < inputs.size(); i++) {
            total += (long) length(i) * source.names().size();
            longest = Math.max(longest, length(i));
        }
        if (total > MOST_SCALED) {
            return null;
        }
        float[][] all = new float[inputs.size()][];
        double[] values = new double[longest * source.names().size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = new float[length(i) * source.names().size()];
            source.readScaled(i, start(i), length(i), fitted.inputScaling(), values, all[i], 0);
        }
        return all;
    }

    private int[] tokens(TokenInputs source, int[] examples, int longest, BatchArrays arrays) {
        int[] tokens = arrays.tokens(examples.length * longest);
        for (int b = 0; b < examples.length; b++) {
            source.read(examples[b], start(examples[b]), length(examples[b]), tokens, b * longest);
        }
        return tokens;
    }

    private float[] values(Targets.Values source, int[] examples, BatchArrays arrays) {
        int size = source.values()[0].length;
        float[] values = arrays.values(examples.length * size);
        for (int b = 0; b < examples.length; b++) {
            for (int k = 0; k < size; k++) {
                values[b * size + k] = fitted.targetScaling()[k].scaled(source.values()[examples[b]][k]);
            }
        }
        return values;
    }

    @Override
    public List<Baseline> baselines() {
        return fitted.baselines();
    }

    @Override
    public Optional<TargetUnits> units() {
        if (!(targets instanceof Targets.Values values)) {
            return Optional.empty();
        }
        double[] undefined = new double[fitted.targetScaling().length];
        Arrays.fill(undefined, Double.NaN);
        return Optional.of(new TargetUnits(values.unit(), Scaling.scales(fitted.targetScaling()),
                Scaling.offsets(fitted.targetScaling()), undefined));
    }

    @Override
    public InputUnits inputUnits() {
        if (inputs instanceof FeatureInputs features) {
            return new InputUnits(features.names(), Scaling.scales(fitted.inputScaling()),
                    Scaling.offsets(fitted.inputScaling()), steps);
        }
        return new InputUnits(((TokenInputs) inputs).vocabulary(), new double[0], new double[0], steps);
    }

    @Override
    public List<String> classNames() {
        if (targets instanceof Targets.Classes classes) {
            return classes.names();
        }
        return targets instanceof Targets.Steps perStep ? perStep.names() : List.of();
    }

    @Override
    public List<String> slices() {
        return slices.names();
    }

    @Override
    public int slice(Part part, int index) {
        return slices.of(difficulty(split.example(part, index)));
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }
}
