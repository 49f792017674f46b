package dev.unroll.datasets.formal;

import dev.unroll.dataset.Baseline;
import dev.unroll.dataset.Part;
import dev.unroll.datasets.synthetic.ExampleBuffer;
import dev.unroll.datasets.synthetic.Form;
import dev.unroll.datasets.synthetic.GeneratedDataset;
import dev.unroll.datasets.synthetic.MemorylessAnswer;
import dev.unroll.datasets.synthetic.Ranges;
import dev.unroll.model.Task.TargetKind;
import dev.unroll.random.RandomStream;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * The embedded Reber grammar (Hochreiter &amp; Schmidhuber 1997, "Long short-term memory", experiment 1): predict the
 * next symbol of strings of an automaton whose last symbol but one repeats the second.
 *
 * <p>A string is B, then T or P, then a string of the Reber grammar, then the same T or P, then E. The Reber grammar
 * goes from state 0 to state 7 along one of at most two edges, equally likely:
 * <pre>
 *   0: B to 1     1: T to 2, P to 3     2: S to 2, X to 4     3: T to 3, V to 5
 *   4: X to 3, S to 6                   5: P to 4, V to 6     6: E to 7
 *
 *   input    B T B P V V E T
 *   target   T B P V V E T E
 *   recall   . . . . . . T .      (lossOn: recall)
 * </pre>
 *
 * <p>With {@code lossOn: all} every step counts, as in the paper; where two edges are legal no predictor is right more
 * than half of the time, so that accuracy cannot reach 1: compare with the memoryless answer, and read cross-entropy.
 * With {@code lossOn: recall} only the step where the remembered T or P is due counts, and chance is 1/2. More than one
 * Reber string may be embedded, one after another, for longer lags. Slices are by length.
 */
public final class EmbeddedReberDataset extends GeneratedDataset {

    private static final String SYMBOLS = "BTPSXVE";
    private static final int BEGIN = 0;
    private static final int END = 6;
    private static final int FINAL_STATE = 7;
    // For each state: symbol and next state of each edge.
    private static final int[][][] EDGES = {
        {{BEGIN, 1}},
        {{1, 2}, {2, 3}},
        {{3, 2}, {4, 4}},
        {{1, 3}, {5, 5}},
        {{4, 3}, {3, 6}},
        {{2, 4}, {5, 6}},
        {{END, FINAL_STATE}},
    };
    private static final int SHORTEST_REBER = 5;
    private static final int USUAL_SPREAD = 15;

    private final EmbeddedReberSpec spec;
    private final Ranges lengths;

    EmbeddedReberDataset(EmbeddedReberSpec spec, Randomness randomness) {
        super(Form.tokens(List.of(SYMBOLS.split("")), TargetKind.CLASS_PER_STEP, List.of(SYMBOLS.split("")), 0),
                spec.sizes(), "embedded Reber version 1, strings " + spec.strings() + ", loss on " + spec.lossOn(),
                randomness);
        this.spec = spec;
        int shortest = spec.strings() * SHORTEST_REBER + 3;
        lengths = new Ranges("length", shortest, shortest + USUAL_SPREAD - 1, 3);
    }

    @Override
    protected void generate(Part part, RandomStream random, ExampleBuffer example) {
        boolean all = spec.lossOn().equals("all");
        int remembered = 1 + random.nextInt(2);
        append(BEGIN, all, example);
        append(remembered, all, example);
        for (int i = 0; i < spec.strings(); i++) {
            int state = 0;
            while (state != FINAL_STATE) {
                int[][] edges = EDGES[state];
                int[] edge = edges.length == 1 ? edges[0] : edges[random.nextInt(edges.length)];
                append(edge[0], all, example);
                state = edge[1];
            }
        }
        example.expect(example.length() - 1, remembered);
        append(remembered, all, example);
        if (all) {
            example.expect(example.length() - 1, END);
        }
        example.slice(lengths.of(example.length()));
    }

    /** Appends a symbol, which is the target of the step before it. */
    private static void append(int symbol, boolean expected, ExampleBuffer example) {
        if (expected && example.length() > 0) {
            example.expect(example.length() - 1, symbol);
        }
        example.token(symbol);
    }

    @Override
    public List<String> slices() {
        return lengths.names();
    }

    @Override
    public List<Baseline> baselines() {
        return List.of(new MemorylessAnswer(this));
    }
}
