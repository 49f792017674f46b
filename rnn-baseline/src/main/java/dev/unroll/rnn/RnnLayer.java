package dev.unroll.rnn;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.layer.LayerNorm;
import dev.unroll.layer.Pass;
import dev.unroll.layer.SequenceEncoder.StateVisitor;
import dev.unroll.model.Parameter;
import dev.unroll.model.StateMap;
import dev.unroll.random.Randomness;
import dev.unroll.recurrent.RecurrentInitialization;
import dev.unroll.recurrent.RecurrentRegularization;
import dev.unroll.recurrent.RecurrentWeights;
import dev.unroll.recurrent.UnrolledLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One layer of the vanilla recurrent network (Elman 1990, "Finding structure in time").
 *
 * <pre>
 * h_t = φ(b + x_t Wx + h_{t-1} Wh)
 * h_t = (1 - α) h_{t-1} + α φ(b + x_t Wx + h_{t-1} Wh)    leaky units, α below 1 (Jaeger et al. 2007)
 * φ(b + g N(x_t Wx + h_{t-1} Wh)) in place of φ           layer normalization (Ba, Kiros &amp; Hinton 2016)
 * </pre>
 *
 * <p>Legend: R rows (one per real step, time-major), I inputs, H hidden units, φ the {@link Activation}, N the
 * normalization of a row to mean 0 and variance 1, g its gain {@code [H]}. A state is a row of H values.
 *
 * <p>The hidden states are all that backward needs; units that leak or zone out keep the values of φ besides, and
 * normalization its input.
 */
final class RnnLayer extends UnrolledLayer {

    private final int hiddenSize;
    private final Activation activation;
    private final float leak;
    private final boolean keepsActive;
    private final RecurrentWeights weights;
    private final Parameter gain;
    private final LayerNorm norm;

    private float[] active = Buffers.EMPTY;  // [R, H], the values of φ, where hidden states are something else
    private float[] sums = Buffers.EMPTY;    // [R, H], what normalization takes
    private float[] dSums = Buffers.EMPTY;   // [R, H]

    /** A layer whose units neither leak nor are normalized, without noise. */
    RnnLayer(String name, int inputSize, int hiddenSize, Activation activation, Engine engine) {
        this(name, inputSize, hiddenSize, activation, 1f, false, RecurrentRegularization.NONE, engine);
    }

    /**
     * A layer whose parameters are called {@code name.inputWeight} and so on; all their values are 0, gains 1.
     *
     * @param leak      α, above 0 and at most 1, which is no leak
     * @param layerNorm whether weighted sums are normalized
     */
    RnnLayer(String name, int inputSize, int hiddenSize, Activation activation, float leak, boolean layerNorm,
            RecurrentRegularization regularization, Engine engine) {
        super(name, inputSize, hiddenSize, regularization, engine);
        this.hiddenSize = hiddenSize;
        this.activation = activation;
        this.leak = leak;
        keepsActive = leak < 1f || regularization.zoneout() > 0;
        weights = new RecurrentWeights(name, inputSize, hiddenSize, hiddenSize, regularization.dropConnect(), engine, 1);
        gain = layerNorm ? new Parameter(name + ".gain", hiddenSize) : null;
        norm = layerNorm ? new LayerNorm(gain, weights.bias(), engine) : null;
    }

    /** Weights and bias as {@link RecurrentWeights#initialize} says. */
    RnnLayer initialize(RecurrentInitialization recurrent, Randomness randomness) {
        weights.initialize(recurrent, randomness);
        return this;
    }

    /** H. */
    @Override
    public int stateSize() {
        return hiddenSize;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(weights.parameters());
        if (norm != null) {
            parameters.add(gain);
        }
        return List.copyOf(parameters);
    }

    @Override
    public void pack(Pass pass) {
        weights.pack(pass);
    }

    @Override
    protected void begin(Pass pass) {
        int rows = layout().rows();
        if (keepsActive) {
            active = Buffers.atLeast(active, rows * hiddenSize);
        }
        if (norm != null) {
            sums = Buffers.atLeast(sums, rows * hiddenSize);
            norm.prepare(rows);
        }
        weights.begin(rows, input(), norm == null ? hidden() : sums, norm == null);
    }

    @Override
    protected void step(int t, int rank, int row, int count, boolean started) {
        weights.sum(row, count, started ? recurrent() : null);
        if (norm != null) {
            norm.forwardRows(row, row + count, sums, hidden());
        }
        int from = row * hiddenSize;
        int size = count * hiddenSize;
        activation.forward(engine().kernels(), size, hidden(), from);
        if (keepsActive) {
            System.arraycopy(hidden(), from, active, from, size);
        }
        if (leak < 1f) {
            mix(from, size);
        }
    }

    private void mix(int from, int size) {
        float[] hidden = hidden();
        float[] hPrevious = hPrevious();
        for (int i = from; i < from + size; i++) {
            hidden[i] = Math.fma(leak, active[i], (1f - leak) * hPrevious[i]);
        }
    }

    @Override
    protected void beginBackward() {
        if (norm != null) {
            dSums = Buffers.atLeast(dSums, layout().rows() * hiddenSize);
        }
        weights.packForBackward();
    }

    /** Turns the gradient of each hidden state into that of what φ takes, in place. */
    @Override
    protected void stepBackward(int t, int rank, int row, int count, float[] dPrevious, int previous,
            float[] dRecurrent, int recurrentRow, boolean wanted) {
        int from = row * hiddenSize;
        int size = count * hiddenSize;
        if (leak < 1f) {
            mixBackward(from, size, dPrevious, previous * hiddenSize);
        }
        activation.backward(engine().kernels(), size, keepsActive ? active : hidden(), dHidden(), from);
        if (norm != null) {
            Arrays.fill(dSums, from, from + size, 0f);
            norm.inputGradientRows(row, row + count, sums, dHidden(), dSums);
        }
        if (wanted) {
            weights.recurBackward(0, row, count, dWeighted(), hiddenSize, 0, recurrentRow, dRecurrent);
        }
    }

    /** The gradient of {@code x Wx + h Wh}, {@code [R, H]}. */
    private float[] dWeighted() {
        return norm == null ? dHidden() : dSums;
    }

    /** Leaves a share of the gradient to φ and gives the rest to the state before. */
    private void mixBackward(int from, int size, float[] dPrevious, int previous) {
        float[] dHidden = dHidden();
        for (int i = 0; i < size; i++) {
            float d = dHidden[from + i];
            dPrevious[previous + i] = Math.fma(1f - leak, d, dPrevious[previous + i]);
            dHidden[from + i] = leak * d;
        }
    }

    @Override
    protected void gradients(float[] dInput) {
        weights.recurred(0, recurrent(), dWeighted(), hiddenSize, 0);
        weights.gradients(layout(), input(), dWeighted(), norm == null ? dHidden() : null, dInput);
        if (norm != null) {
            norm.parameterGradients(layout().rows(), sums, dHidden());
        }
    }

    @Override
    protected StateMap stateMap() {
        if (norm != null) {
            throw new IllegalArgumentException("the recurrence of " + name() + " is told only without layerNorm; leave"
                    + " layerNorm out");
        }
        return new RnnStateMap(name(), activation.exact(), leak, parameters());
    }

    @Override
    public void states(RowLayout layout, StateVisitor visitor) {
        visitor.visit(name() + ".hidden", hiddenSize, hidden(), 0, hiddenSize);
    }
}
