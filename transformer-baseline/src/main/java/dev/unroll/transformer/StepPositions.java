package dev.unroll.transformer;

import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.kernel.DistanceBias;
import dev.unroll.model.Parameter;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * What a model's {@link Positions} come to: vectors added to the input, or rotations of queries and keys, or a bias of
 * scores; what does not apply is absent.
 */
final class StepPositions {

    private static final int FIRST_REACH = 128;

    private final int width;
    private final Engine engine;
    private final PositionTable table;
    private final LearnedPositions learned;
    private final RotaryPositions rotary;
    private final AlibiSlopes alibi;
    private final RelativePositions relative;
    private float[] added;
    private int reached;

    /** Positions whose parameters, if they have any, are initialized. */
    StepPositions(TransformerSpec spec, Randomness initialization, Engine engine) {
        width = spec.modelSize();
        this.engine = engine;
        Positions kind = spec.positions();
        table = kind == Positions.SINUSOIDAL ? new PositionTable(width) : null;
        learned = kind == Positions.LEARNED ? new LearnedPositions("positions", spec.maxPositions(), width, engine)
                : null;
        if (learned != null) {
            learned.initialize(initialization);
        }
        rotary = kind == Positions.ROTARY ? new RotaryPositions(spec.headSize()) : null;
        alibi = kind == Positions.ALIBI ? new AlibiSlopes(spec.numHeads()) : null;
        relative = kind == Positions.RELATIVE
                ? new RelativePositions("relativeBias", width, spec.numHeads(), spec.causal(), initialization) : null;
    }

    List<Parameter> parameters() {
        return learned != null ? List.of(learned.vectors()) : relative != null ? List.of(relative.values()) : List.of();
    }

    /**
     * Makes ready for sequences of this length, with the parameters' present values; must precede the other methods.
     */
    void prepare(int length) {
        if (table != null) {
            added = table.forSteps(length);
        } else if (learned != null) {
            learned.requireLength(length);
            added = learned.vectors().value();
        } else if (rotary != null) {
            rotary.prepare(length);
        } else if (alibi != null) {
            alibi.prepare(length);
        } else if (relative != null) {
            relative.prepare(length);
        }
    }

    /** Makes ready for steps with the weights of this moment; must precede {@link #reach}. */
    void begin() {
        reached = 0;
        reach(0);
    }

    /** Makes ready for one more step of a sequence, number {@code step}; room grows by doubling. */
    void reach(int step) {
        if (learned != null) {
            learned.requireLength(step + 1);
            added = learned.vectors().value();
        } else if (step >= reached) {
            reached = Math.max(FIRST_REACH, 2 * step);
            prepare(reached);
        }
    }

    /** Adds what there is to add to n rows from {@code row} on, which are the steps from {@code step} on. */
    void addTo(int step, int n, float[] rows, int row) {
        if (added != null) {
            engine.kernels().elementwise().add(n * width, added, step * width, rows, row * width);
        }
    }

    /** @param dRows {@code [R, D]}, the gradient with respect to the rows added to, read */
    void backward(RowLayout layout, float[] dRows) {
        if (learned != null) {
            learned.backward(layout, dRows);
        }
    }

    /** {@code null} if queries and keys stay as they are. */
    RotaryPositions rotary() {
        return rotary;
    }

    /** {@code null} if nothing is added to scores. */
    DistanceBias bias() {
        return alibi != null ? alibi.bias() : relative != null ? relative.bias() : null;
    }

    /** {@code null} unless the bias is learned. */
    RelativePositions relative() {
        return relative;
    }
}
