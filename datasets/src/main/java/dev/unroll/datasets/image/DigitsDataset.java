package dev.unroll.datasets.image;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.InputUnits;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.dataset.TargetUnits;
import dev.unroll.datasets.ClassPrior;
import dev.unroll.datasets.table.Table;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import dev.unroll.model.Task.Input;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Handwritten digits of 8 by 8 pixels, to be told apart (Alpaydin &amp; Kaynak, UCI Optical Recognition of Handwritten
 * Digits, test part: 1,797 examples, 174 to 183 of each digit).
 *
 * <p>A pixel is 0 to 16, scaled to [0, 1]. Read by rows, a sequence has 8 steps of 8 features, from the top row down;
 * by pixels, 64 steps of one feature, row after row from the top left.
 *
 * <p>The parts are drawn at random from the same writers, stratified by digit, so scores say how well these writers are
 * told apart and not how well new ones are. The most frequent digit makes up a tenth.
 */
public final class DigitsDataset implements SequenceDataset {

    private static final int SIDE = 8;
    private static final int PIXELS = SIDE * SIDE;
    private static final int CLASSES = 10;
    private static final int BRIGHTEST = 16;

    private final int steps;
    private final int features;
    private final float[] pixels;
    private final int[] digits;
    private final StratifiedSplit split;
    private final String sha256;

    DigitsDataset(Table table, DigitsSpec spec, Randomness randomness) {
        features = spec.reading().equals("rows") ? SIDE : 1;
        steps = PIXELS / features;
        sha256 = table.sha256();
        double[] labels = table.numbers("label");
        digits = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            digits[i] = (int) labels[i];
        }
        pixels = new float[labels.length * PIXELS];
        for (int p = 0; p < PIXELS; p++) {
            double[] column = table.numbers("p" + p);
            for (int i = 0; i < column.length; i++) {
                pixels[i * PIXELS + p] = (float) (column[i] / BRIGHTEST);
            }
        }
        split = new StratifiedSplit(digits, CLASSES, spec.trainFraction(), spec.validationFraction(), randomness);
    }

    @Override
    public Input input() {
        return new Task.Features(features);
    }

    @Override
    public Target target() {
        return new Target(TargetKind.CLASS, CLASSES);
    }

    @Override
    public int size(Part part) {
        return split.examples(part).length;
    }

    @Override
    public SequenceBatch batch(Part part, int[] indices) {
        int[] examples = split.examples(part);
        int[] lengths = new int[indices.length];
        Arrays.fill(lengths, steps);
        float[] batch = new float[indices.length * PIXELS];
        int[] classes = new int[indices.length];
        for (int b = 0; b < indices.length; b++) {
            int example = examples[Objects.checkIndex(indices[b], examples.length)];
            System.arraycopy(pixels, example * PIXELS, batch, b * PIXELS, PIXELS);
            classes[b] = digits[example];
        }
        return new SequenceBatch(lengths, batch, null, null, classes, null);
    }

    @Override
    public List<Baseline> baselines() {
        int[] counts = new int[CLASSES];
        for (int example : split.examples(Part.TRAIN)) {
            counts[digits[example]]++;
        }
        return List.of(new ClassPrior(counts));
    }

    @Override
    public Optional<TargetUnits> units() {
        return Optional.empty();
    }

    @Override
    public InputUnits inputUnits() {
        List<String> names = new ArrayList<>();
        for (int f = 0; f < features; f++) {
            names.add(features == 1 ? "pixel" : "column" + f);
        }
        double[] scale = new double[features];
        Arrays.fill(scale, BRIGHTEST);
        return new InputUnits(names, scale, new double[features], steps);
    }

    @Override
    public List<String> classNames() {
        return List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @Override
    public String fingerprint() {
        return sha256;
    }
}
