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
 * Induction heads (Olsson et al. 2022, arXiv 2209.11895; as a task with extrapolation Gu &amp; Dao 2023, arXiv
 * 2312.00752): the special symbol came once, followed by another; it comes again, and what followed is asked for.
 *
 * <p>A sequence of L steps holds symbols uniform among A - 1, except for the special one at one step uniform in
 * {@code [0, L - 2)} and at the last. The class is the symbol after the first of these. With L = 8:
 * <pre>
 *   input    4 1 | 6 0 2 2 |
 *   class    6
 * </pre>
 *
 * <p>Training and validation have one length; a test sequence has one of several, uniform, up to many times longer.
 * Chance is 1/(A - 1). Slices are by length; the paper trains on 256 and tests up to 1,048,576, with A = 16.
 */
public final class InductionHeadsDataset extends GeneratedDataset {

    private final InductionHeadsSpec spec;
    private final List<Integer> lengths;

    InductionHeadsDataset(InductionHeadsSpec spec, Randomness randomness) {
        super(Form.tokens(Form.numbered("symbol", spec.alphabet() - 1, "special"), TargetKind.CLASS,
                Form.numbered("symbol", spec.alphabet() - 1), 0), spec.sizes(),
                "induction heads version 1, length " + spec.length() + ", test lengths " + spec.testLengths()
                + ", alphabet " + spec.alphabet(), randomness);
        this.spec = spec;
        this.lengths = spec.allLengths();
    }

    @Override
    protected void generate(Part part, RandomStream random, ExampleBuffer example) {
        int length = part == Part.TEST ? spec.testLengths().get(random.nextInt(spec.testLengths().size()))
                : spec.length();
        int ordinary = spec.alphabet() - 1;
        int special = random.nextInt(length - 2);
        for (int t = 0; t < length - 1; t++) {
            example.token(t == special ? ordinary : random.nextInt(ordinary));
        }
        example.token(ordinary);
        example.label(example.tokenAt(special + 1));
        example.slice(lengths.indexOf(length));
    }

    @Override
    public List<String> slices() {
        return lengths.stream().map(length -> "length " + length).toList();
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(ConstantAnswer.uniform(this, spec.alphabet() - 1));
    }
}
