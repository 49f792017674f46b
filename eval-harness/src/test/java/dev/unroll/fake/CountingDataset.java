package dev.unroll.fake;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.InputUnits;
import dev.unroll.dataset.Part;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.dataset.TargetUnits;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task.Features;
import dev.unroll.model.Task.Input;
import dev.unroll.model.Task.Target;
import dev.unroll.model.Task.TargetKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Example i is one feature of constant value i / 10 over {@code steps} steps; its target is 0. The parts are disjoint
 * in value: validation adds 100, test 200. Slices are the even and the odd examples.
 */
public final class CountingDataset implements SequenceDataset {

    private final int trainSize;
    private final int steps;

    public CountingDataset(int trainSize, int steps) {
        this.trainSize = trainSize;
        this.steps = steps;
    }

    @Override
    public Input input() {
        return new Features(1);
    }

    @Override
    public Target target() {
        return new Target(TargetKind.VALUE, 1);
    }

    @Override
    public int size(Part part) {
        return part == Part.TRAIN ? trainSize : 3;
    }

    @Override
    public SequenceBatch batch(Part part, int[] indices) {
        int[] lengths = new int[indices.length];
        Arrays.fill(lengths, steps);
        float[] features = new float[indices.length * steps];
        for (int b = 0; b < indices.length; b++) {
            Arrays.fill(features, b * steps, (b + 1) * steps, indices[b] / 10f + 100 * part.ordinal());
        }
        return new SequenceBatch(lengths, features, null, new float[indices.length], null, null);
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(new Baseline() {
            @Override
            public String name() {
                return "always 3";
            }

            @Override
            public float[] predict(Part part, int[] indices) {
                float[] outputs = new float[indices.length];
                Arrays.fill(outputs, 3f);
                return outputs;
            }
        });
    }

    @Override
    public Optional<TargetUnits> units() {
        return Optional.empty();
    }

    @Override
    public InputUnits inputUnits() {
        return new InputUnits(List.of("x"), new double[] {1}, new double[] {0}, steps);
    }

    @Override
    public List<String> slices() {
        return List.of("even", "odd");
    }

    @Override
    public int slice(Part part, int index) {
        return index % 2;
    }

    @Override
    public String fingerprint() {
        return "counting";
    }
}
