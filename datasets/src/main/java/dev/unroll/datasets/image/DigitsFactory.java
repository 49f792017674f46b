package dev.unroll.datasets.image;

import dev.unroll.dataset.SequenceDataset;
import dev.unroll.datasets.KindFactory;
import dev.unroll.datasets.sequences.SequenceKeys;
import dev.unroll.datasets.sequences.SequencesDataset;
import dev.unroll.datasets.sequences.Targets;
import dev.unroll.datasets.split.Split;
import dev.unroll.datasets.store.Spool;
import dev.unroll.datasets.table.BundledTable;
import dev.unroll.datasets.table.Table;
import dev.unroll.random.Randomness;
import java.util.List;

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
public final class DigitsFactory extends KindFactory<DigitsSpec> {

    static final List<String> NAMES = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    private static final int SIDE = 8;
    private static final int BRIGHTEST = 16;

    public DigitsFactory() {
        super("digits", DigitsSpec.class,
                "Alpaydin & Kaynak, UCI Optical Recognition of Handwritten Digits, test part (CC BY 4.0)",
                "classify 1,797 handwritten digits of 8x8 pixels, read row by row or pixel by pixel");
    }

    @Override
    public SequenceDataset create(DigitsSpec spec, Randomness randomness) {
        Table table = BundledTable.DIGITS.load();
        double[] labels = table.numbers("label");
        int[] digits = new int[labels.length];
        double[][] columns = new double[SIDE * SIDE][];
        for (int p = 0; p < columns.length; p++) {
            columns[p] = table.numbers("p" + p);
        }
        Spool pixels = new Spool(Spool.Form.BYTE);
        for (int i = 0; i < labels.length; i++) {
            digits[i] = (int) labels[i];
            for (double[] column : columns) {
                pixels.append(column[i]);
            }
        }
        Split split = Split.of(spec.parts(), new Split.Examples(table.source(), digits.length, digits, null, null),
                randomness);
        return new SequencesDataset(
                new PictureInputs(pixels, SIDE, SIDE, BRIGHTEST, spec.reading(), randomness),
                new Targets.Classes(digits, NAMES), split, SequenceKeys.complete(null, "none"), table.sha256());
    }
}
