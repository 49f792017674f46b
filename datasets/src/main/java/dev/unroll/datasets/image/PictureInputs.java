package dev.unroll.datasets.image;

import dev.unroll.datasets.Scaling;
import dev.unroll.datasets.sequences.FeatureInputs;
import dev.unroll.datasets.store.Spool;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.List;

/**
 * Pictures read as sequences. By rows, a step is a row of pixels, from the top down; by pixels, a step is one pixel,
 * row after row from the top left; permuted, the pixels come in an order that is random but the same for all pictures
 * (Le, Jaitly &amp; Hinton 2015, arXiv 1504.00941). A pixel is scaled from 0 to the brightest to [0, 1].
 */
final class PictureInputs implements FeatureInputs {

    static final String[] READINGS = {"rows", "pixels", "permuted"};

    private final Spool pixels;
    private final int width;
    private final int perPicture;
    private final int brightest;
    private final float[] scaled = new float[256];
    private final boolean byRow;
    private final int[] order;

    /**
     * @param pixels     picture after picture, row after row
     * @param randomness of the permutation
     */
    PictureInputs(Spool pixels, int height, int width, int brightest, String reading, Randomness randomness) {
        this.pixels = pixels;
        this.width = width;
        this.perPicture = height * width;
        this.brightest = brightest;
        for (int pixel = 0; pixel < scaled.length; pixel++) {
            scaled[pixel] = knownScaling().scaled(pixel);
        }
        this.byRow = reading.equals("rows");
        this.order = reading.equals("permuted")
                ? randomness.derive("permutation").stream().permutation(perPicture) : null;
    }

    @Override
    public int size() {
        return (int) (pixels.size() / perPicture);
    }

    @Override
    public int length(int example) {
        return byRow ? perPicture / width : perPicture;
    }

    @Override
    public List<String> names() {
        if (!byRow) {
            return List.of("pixel");
        }
        List<String> names = new ArrayList<>();
        for (int f = 0; f < width; f++) {
            names.add("column" + f);
        }
        return names;
    }

    @Override
    public Scaling knownScaling() {
        return new Scaling(brightest, 0);
    }

    @Override
    public void read(int example, int from, int steps, double[] into) {
        long start = (long) example * perPicture;
        if (order == null) {
            int perStep = byRow ? width : 1;
            pixels.read(start + (long) from * perStep, steps * perStep, into, 0);
            return;
        }
        double[] picture = new double[perPicture];
        pixels.read(start, perPicture, picture, 0);
        for (int t = 0; t < steps; t++) {
            into[t] = picture[order[from + t]];
        }
    }

    /** All of MNIST is too large to be kept scaled: a table of 256 numbers is faster than divisions. */
    @Override
    public void readScaled(int example, int from, int steps, Scaling[] scalings, double[] scratch, float[] into,
            int at) {
        if (order == null) {
            int perStep = byRow ? width : 1;
            pixels.read((long) example * perPicture + (long) from * perStep, steps * perStep, scaled, into, at);
            return;
        }
        read(example, from, steps, scratch);
        for (int t = 0; t < steps; t++) {
            into[at + t] = scaled[(int) scratch[t]];
        }
    }
}
