package dev.unroll.datasets.array;

import dev.unroll.dataset.DataException;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.Fingerprint;
import dev.unroll.datasets.KindFactory;
import dev.unroll.datasets.file.DataFile;
import dev.unroll.datasets.sequences.Labels;
import dev.unroll.datasets.sequences.SequencesDataset;
import dev.unroll.datasets.sequences.Targets;
import dev.unroll.datasets.split.Split;
import dev.unroll.random.Randomness;
import java.util.Arrays;

/** Sequences from arrays: IDX files, NumPy's .npy files, or a .npz archive with inputs and labels. */
public final class ArraysFactory extends KindFactory<ArraysSpec> {

    public ArraysFactory() {
        super("arrays", ArraysSpec.class, "your own files",
                "classify or estimate from your own arrays: IDX, NumPy .npy or .npz; per sequence or per step");
    }

    @Override
    public SequenceDataset create(ArraysSpec spec, Randomness randomness) {
        DataFile file = DataFile.of("path", spec.path());
        NumberArray inputs = NumberArray.read(file, spec.x());
        NumberArray labels = spec.labels() == null ? NumberArray.read(file, spec.y())
                : NumberArray.read(DataFile.of("labels", spec.labels()), "");
        NumberArray lengths = null;
        if (spec.lengths() != null) {
            lengths = spec.labels() == null ? NumberArray.read(file, spec.lengths())
                    : NumberArray.read(DataFile.of("lengths", spec.lengths()), "");
        }
        ArrayInputs sequences = new ArrayInputs(inputs, lengths);
        Targets targets = targets(spec, sequences, labels);
        Split split = Split.of(spec.parts(), new Split.Examples(inputs.source(), sequences.size(),
                Labels.classesOf(targets), null, null), randomness);
        String fingerprint = NumberArray.fingerprint(inputs, labels);
        return new SequencesDataset(sequences, targets, split, spec.steps(),
                lengths == null ? fingerprint : Fingerprint.of(fingerprint + " " + lengths.sha256()));
    }

    private static Targets targets(ArraysSpec spec, ArrayInputs sequences, NumberArray labels) {
        int[] shape = labels.shape();
        if (shape.length > 2 || shape[0] != sequences.size()) {
            throw new DataException(labels.source() + " must hold a label, or a row of them, for each of the "
                    + sequences.size() + " sequences; its dimensions are " + Arrays.toString(shape)
                    + "; give files that belong together");
        }
        String target = spec.target() == null ? labels.whole() ? "class" : "value" : spec.target();
        int width = shape.length == 1 ? 1 : shape[1];
        if (target.equals("class") && shape.length == 2 && width > 1) {
            return new ArraySteps(labels, sequences.steps());
        }
        Labels read = new Labels(target, "");
        double[] row = new double[width];
        for (int i = 0; i < shape[0]; i++) {
            labels.values().read((long) i * width, width, row, 0);
            for (double value : row) {
                requireFinite(labels, value);
            }
            if (read.asValues()) {
                read.add(row.clone());
            } else {
                read.add(Integer.toString(wholeClass(labels, row[0])));
            }
        }
        return read.targets(labels.source());
    }

    private static void requireFinite(NumberArray array, double value) {
        if (!Double.isFinite(value)) {
            throw new DataException(array.source() + " must hold finite numbers; got " + value
                    + "; remove or fill them first");
        }
    }

    static int wholeClass(NumberArray labels, double value) {
        if (!(value >= 0 && value < 1_000_000 && value == Math.rint(value))) {
            throw new DataException(labels.source() + " must hold classes that are whole numbers from 0 to 999999; got "
                    + value + "; renumber them, or write target: value");
        }
        return (int) value;
    }
}
