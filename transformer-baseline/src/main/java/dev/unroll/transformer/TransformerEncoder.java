package dev.unroll.transformer;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.ElementwiseKernels;
import dev.unroll.layer.Dropout;
import dev.unroll.layer.EncoderStream;
import dev.unroll.layer.Pass;
import dev.unroll.layer.RowNorm;
import dev.unroll.layer.SequenceEncoder;
import dev.unroll.model.Parameter;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A Transformer encoder (Vaswani et al. 2017, arXiv 1706.03762):
 *
 * <pre>
 * h = dropout(inputScale input + positions)  positions, where they are added to the input
 * h = block(h)                              for each block
 * output = norm(h) if normFirst, else h
 * </pre>
 *
 * <p>Legend: R rows, batch-major, without padding; D values per row. Input, h and output are {@code [R, D]}.
 *
 * <p>Outputs of a batch's sequences do not depend on each other, nor, if causal, on later steps.
 */
final class TransformerEncoder implements SequenceEncoder {

    private final int size;
    private final int numHeads;
    private final boolean causal;
    private final StepPositions positions;
    private final float inputScale;
    private final Engine engine;
    private final Dropout inputDropout;
    private final List<TransformerBlock> blocks = new ArrayList<>();
    private final RowNorm finalNorm;
    private final List<Parameter> parameters = new ArrayList<>();
    private final BackwardBuffers gradients;
    private final Workers.Task embedSequence = this::embedSequence;
    private final Workers.Task normalizeSequence = this::normalizeSequence;
    private final Workers.Task normalizeSequenceBackward = this::normalizeSequenceBackward;
    private final Workers.Task embedSequenceBackward = this::embedSequenceBackward;

    private RowLayout layout;
    private float[] input;
    private float[] embedded = Buffers.EMPTY;
    private float[] last;
    private float[] normed = Buffers.EMPTY;
    private float[] dRows = Buffers.EMPTY;
    private float[] dOtherRows = Buffers.EMPTY;
    private float[] dAbove;
    private float[] dBelow;
    private float[] dInput;

    /**
     * An initialized encoder.
     *
     * @param inputScale what the input is multiplied by before positions are added
     */
    TransformerEncoder(TransformerSpec spec, double inputScale, Randomness initialization, Engine engine) {
        size = spec.modelSize();
        numHeads = spec.numHeads();
        causal = spec.causal();
        this.inputScale = (float) inputScale;
        this.engine = engine;
        inputDropout = new Dropout("input", spec.embeddingDropout(), engine);
        positions = new StepPositions(spec, initialization, engine);
        parameters.addAll(positions.parameters());
        gradients = new BackwardBuffers(spec);
        double outputScale = spec.scaledInitialization() ? 1 / Math.sqrt(2.0 * spec.numLayers()) : 1;
        for (int i = 0; i < spec.numLayers(); i++) {
            TransformerBlock block = TransformerBlock.of(i, spec, positions, engine);
            block.initialize(outputScale, initialization);
            blocks.add(block);
            parameters.addAll(block.parameters());
        }
        finalNorm = spec.normFirst() ? spec.normalization().create("finalNorm", size, engine) : null;
        if (finalNorm != null) {
            parameters.addAll(finalNorm.parameters());
        }
    }

    @Override
    public RowLayout.Order rowOrder() {
        return RowLayout.Order.BATCH_MAJOR;
    }

    @Override
    public int inputSize() {
        return size;
    }

    @Override
    public int outputSize() {
        return size;
    }

    @Override
    public List<Parameter> parameters() {
        return parameters;
    }

    @Override
    public float[] forward(RowLayout layout, float[] input, Pass pass) {
        this.layout = layout;
        this.input = input;
        embedded = Buffers.atLeast(embedded, layout.rows() * size);
        inputDropout.prepareRows(layout.rows(), size, pass);
        positions.prepare(layout.maxLength());
        engine.workers().forEach(layout.batchSize(), embedSequence);
        last = embedded;
        for (int i = 0; i < blocks.size(); i++) {
            last = blocks.get(i).forward(layout, last, pass);
        }
        if (finalNorm == null) {
            return last;
        }
        normed = Buffers.atLeast(normed, layout.rows() * size);
        finalNorm.prepare(layout.rows());
        engine.workers().forEach(layout.batchSize(), normalizeSequence);
        return normed;
    }

    @Override
    public EncoderStream stream(int batchSize) {
        if (!causal) {
            throw new IllegalArgumentException("a transformer must be causal to read step by step; got causal false,"
                    + " where steps wait for later ones; set causal to true, or give predict whole sequences");
        }
        return new TransformerStream(batchSize, size, inputScale, positions, blocks, finalNorm, engine);
    }

    private void embedSequence(int sequence) {
        int from = layout.start(sequence);
        int to = from + layout.length(sequence);
        ElementwiseKernels kernels = engine.kernels().elementwise();
        kernels.scale((to - from) * size, inputScale, input, from * size, embedded, from * size);
        positions.addTo(0, to - from, embedded, from);
        inputDropout.forwardRows(from, to, embedded);
    }

    private void normalizeSequence(int sequence) {
        int from = layout.start(sequence);
        finalNorm.forwardRows(from, from + layout.length(sequence), last, normed);
    }

    @Override
    public void backward(RowLayout layout, float[] dOutput, float[] dInput) {
        int rows = layout.rows();
        this.dInput = dInput;
        dRows = Buffers.atLeast(dRows, rows * size);
        dOtherRows = Buffers.atLeast(dOtherRows, rows * size);
        gradients.prepare(rows);
        dAbove = dOutput;
        dBelow = dRows;
        if (finalNorm != null) {
            engine.workers().forEach(layout.batchSize(), normalizeSequenceBackward);
            finalNorm.parameterGradients(rows, last, dOutput);
            dAbove = dRows;
            dBelow = dOtherRows;
        }
        for (int i = blocks.size() - 1; i >= 0; i--) {
            blocks.get(i).backward(dAbove, dBelow, gradients);
            dAbove = dBelow;
            dBelow = dAbove == dRows ? dOtherRows : dRows;
        }
        engine.workers().forEach(layout.batchSize(), embedSequenceBackward);
        positions.backward(layout, dAbove);
    }

    private void normalizeSequenceBackward(int sequence) {
        int from = layout.start(sequence);
        int to = from + layout.length(sequence);
        Arrays.fill(dRows, from * size, to * size, 0f);
        finalNorm.inputGradientRows(from, to, last, dAbove, dRows);
    }

    private void embedSequenceBackward(int sequence) {
        int from = layout.start(sequence);
        int to = from + layout.length(sequence);
        inputDropout.backwardRows(from, to, dAbove);
        if (dInput != null) {
            engine.kernels().elementwise().scale((to - from) * size, inputScale, dAbove, from * size, dInput,
                    from * size);
        }
    }

    /** {@code layer0.hidden} and so on: what each block puts out. */
    @Override
    public void states(RowLayout layout, StateVisitor visitor) {
        for (int i = 0; i < blocks.size(); i++) {
            visitor.visit("layer" + i + ".hidden", size, blocks.get(i).output(), 0, size);
        }
    }

    /** {@code layer0.attention.head0} and so on. */
    @Override
    public void attention(RowLayout layout, StateVisitor visitor) {
        for (int i = 0; i < blocks.size(); i++) {
            for (int head = 0; head < numHeads; head++) {
                float[] weights = new float[Math.multiplyExact(layout.rows(), layout.maxLength())];
                blocks.get(i).attention.weights(head, weights);
                visitor.visit("layer" + i + ".attention.head" + head, layout.maxLength(), weights, 0,
                        layout.maxLength());
            }
        }
    }
}
