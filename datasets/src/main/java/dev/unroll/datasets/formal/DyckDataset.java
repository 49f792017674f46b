package dev.unroll.datasets.formal;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.Part;
import dev.unroll.datasets.synthetic.ExampleBuffer;
import dev.unroll.datasets.synthetic.Form;
import dev.unroll.datasets.synthetic.GeneratedDataset;
import dev.unroll.datasets.synthetic.MemorylessAnswer;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.List;

/**
 * Dyck-n: strings of n kinds of bracket, correctly nested. After each step, say which bracket may close next: that of
 * the innermost open one, or none. Since any bracket may always open, this is the set of legal next symbols that Suzgun
 * et al. ask for (2019, "Memory-augmented recurrent neural networks can learn generalized Dyck languages", arXiv
 * 1911.03329), and one of several kinds of bracket needs a stack (Hewitt et al. 2020, arXiv 2010.07515).
 * <pre>
 *   input    ( [ ] ( [ ] ) )
 *   target   ) ] ) ) ] ) ) none
 * </pre>
 *
 * <p>The length is even, uniform in the range of its part. At each step a bracket opens or closes, equally likely where
 * both are legal: one must open where none is open, and close where the greatest depth is reached or the steps left
 * just suffice. What opens is uniform among the kinds. No step is ignored.
 *
 * <p>An opening bracket tells its own answer; after a closing one it takes memory. The memoryless answer therefore
 * scores about 3/4 with two kinds: what counts is above that. Slices are by the greatest depth of the string.
 */
public final class DyckDataset extends GeneratedDataset {

    // The least depth of each slice; the last has no end.
    private static final int[] DEPTHS = {1, 3, 5, 8, 12};

    private final DyckSpec spec;

    DyckDataset(DyckSpec spec, Randomness randomness) {
        super(Form.tokens(symbols(spec.types()), TargetKind.CLASS_PER_STEP,
                Form.numbered("close", spec.types(), "none"), 0), spec.sizes(),
                "Dyck version 1, types " + spec.types() + ", depth " + spec.maxDepth() + ", length " + spec.minLength()
                + " to " + spec.maxLength() + ", test " + spec.minTestLength() + " to " + spec.maxTestLength(),
                randomness);
        this.spec = spec;
    }

    private static List<String> symbols(int types) {
        List<String> symbols = Form.numbered("open", types);
        symbols.addAll(Form.numbered("close", types));
        return symbols;
    }

    @Override
    protected void generate(Part part, RandomStream random, ExampleBuffer example) {
        boolean test = part == Part.TEST;
        int from = test ? spec.minTestLength() : spec.minLength();
        int to = test ? spec.maxTestLength() : spec.maxLength();
        int length = from + 2 * random.nextInt((to - from) / 2 + 1);
        int[] open = new int[length / 2];
        int depth = 0;
        int deepest = 0;
        for (int t = 0; t < length; t++) {
            boolean mustClose = depth == spec.maxDepth() || depth == length - t;
            if (depth == 0 || !mustClose && random.nextInt(2) == 0) {
                open[depth++] = random.nextInt(spec.types());
                example.token(open[depth - 1]);
            } else {
                example.token(spec.types() + open[--depth]);
            }
            example.expect(t, depth == 0 ? spec.types() : open[depth - 1]);
            deepest = Math.max(deepest, depth);
        }
        int slice = DEPTHS.length - 1;
        while (deepest < DEPTHS[slice]) {
            slice--;
        }
        example.slice(slice);
    }

    @Override
    public List<String> slices() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < DEPTHS.length - 1; i++) {
            names.add("depth " + DEPTHS[i] + "–" + (DEPTHS[i + 1] - 1));
        }
        names.add("depth " + DEPTHS[DEPTHS.length - 1] + " or more");
        return names;
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(new MemorylessAnswer(this));
    }
}
