package dev.unroll.datasets.recall;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.Part;
import dev.unroll.datasets.synthetic.ConstantAnswer;
import dev.unroll.datasets.synthetic.ExampleBuffer;
import dev.unroll.datasets.synthetic.Form;
import dev.unroll.datasets.synthetic.GeneratedDataset;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * Selective copying (Gu &amp; Dao 2023, "Mamba: Linear-time sequence modeling with selective state spaces", arXiv
 * 2312.00752; the task of Jing et al. 2019 under a new name): repeat the S symbols that stand scattered among blanks.
 * The copying problem with random spacing, so that counting steps is of no help: what to remember depends on what is
 * read.
 *
 * <p>The input is L steps that hold S symbols, each uniform among A, at random places, and blanks elsewhere, and then S
 * queries; the target is the S symbols in order. Only the queries have weight. With L = 8, S = 3:
 * <pre>
 *   input    _ 5 _ _ 0 7 _ _ ? ? ?
 *   target   _ _ _ _ _ _ _ _ 5 0 7
 *   weight   0 0 0 0 0 0 0 0 1 1 1
 * </pre>
 *
 * <p>Chance is 1/A, with a cross-entropy of ln A. The paper has L = 4096, S = 16 and a vocabulary of 16, two of which
 * are the blank and the query. L is uniform among the lengths given; slices are by L.
 */
public final class SelectiveCopyingDataset extends GeneratedDataset {

    private final SelectiveCopyingSpec spec;

    SelectiveCopyingDataset(SelectiveCopyingSpec spec, Randomness randomness) {
        super(Form.tokens(Form.numbered("symbol", spec.alphabet(), "blank", "query"), TargetKind.CLASS_PER_STEP,
                Form.numbered("symbol", spec.alphabet()),
                spec.lengths().size() == 1 ? spec.lengths().get(0) + spec.copyLength() : 0), spec.sizes(),
                "selective copying version 1, lengths " + spec.lengths() + ", symbols " + spec.copyLength() + " of "
                + spec.alphabet(), randomness);
        this.spec = spec;
    }

    @Override
    protected void generate(Part part, RandomStream random, ExampleBuffer example) {
        int which = random.nextInt(spec.lengths().size());
        int length = spec.lengths().get(which);
        int left = spec.copyLength();
        example.tokens(spec.alphabet(), length);
        example.tokens(spec.alphabet() + 1, left);
        // Each step takes one of the symbols left with the share of them among the steps left: any set of places is
        // equally likely (Knuth's algorithm S).
        for (int t = 0; t < length && left > 0; t++) {
            if (random.nextInt(length - t) < left) {
                int symbol = random.nextInt(spec.alphabet());
                example.setToken(t, symbol);
                example.expect(length + spec.copyLength() - left, symbol);
                left--;
            }
        }
        example.slice(which);
    }

    @Override
    public List<String> slices() {
        return spec.lengths().stream().map(length -> "length " + length).toList();
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(ConstantAnswer.uniform(this, spec.alphabet()));
    }
}
