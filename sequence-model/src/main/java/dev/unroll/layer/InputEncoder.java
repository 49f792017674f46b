package dev.unroll.layer;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.model.Parameter;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import dev.unroll.random.Randomness;
import java.util.List;

/**
 * The first part of a native model: turns what a step of a batch holds into a row of real numbers, {@code [rows, outputSize]}.
 * The same for every kind of model, so that a comparison compares what comes after it.
 */
public abstract class InputEncoder {

    private final int outputSize;

    private InputEncoder(int outputSize) {
        this.outputSize = outputSize;
    }

    /**
     * For an encoder that takes features as they are, as recurrent layers do, whose input weights are a linear map already:
     * features pass unchanged, tokens become learned vectors.
     */
    public static InputEncoder direct(Task.Input input, int embeddingSize, Randomness randomness, Engine engine) {
        if (input instanceof Task.Features features) {
            return new Direct(features.size());
        }
        return new Embedded((Task.Tokens) input, embeddingSize, randomness, engine);
    }

    /** For an encoder of fixed width: features go through a learned linear map, tokens become learned vectors. */
    public static InputEncoder projected(Task.Input input, int size, Randomness randomness, Engine engine) {
        if (input instanceof Task.Features features) {
            return new Projected(features.size(), size, randomness, engine);
        }
        return new Embedded((Task.Tokens) input, size, randomness, engine);
    }

    /** Values of a row that comes out. */
    public final int outputSize() {
        return outputSize;
    }

    /** The vectors of the symbols, {@code [V, outputSize]}, where steps hold tokens; otherwise {@code null}. */
    public Parameter vectors() {
        return null;
    }

    /** Parameters in a fixed order; possibly none. */
    public abstract List<Parameter> parameters();

    /** The rows of a batch, in a buffer of this encoder's that may be longer; valid until the next forward. */
    public abstract float[] forward(RowLayout layout, SequenceBatch batch);

    /** Takes in the parameters' present values for {@link #step}. */
    abstract void pack();

    /**
     * The rows of one step of some sequences, with the values of the latest {@link #pack}.
     *
     * @param features {@code [count, F]}, read; {@code null} for tokens
     * @param tokens   {@code [count]}, read; {@code null} for features
     * @return {@code [count, outputSize]}, in a buffer that may be longer; may be {@code features} itself
     */
    abstract float[] step(int count, float[] features, int[] tokens);

    /**
     * Accumulates the parameters' gradients. Not called where there are none.
     *
     * @param dOutput {@code [rows, outputSize]}, read
     */
    public abstract void backward(RowLayout layout, float[] dOutput);

    /** Values of the gradient with respect to what a step holds: its features, or its embedding for tokens. */
    public abstract int inputGradientSize();

    /**
     * The gradient with respect to what each step holds.
     *
     * @param dOutput {@code [rows, outputSize]}, read
     * @return {@code [rows, inputGradientSize]}; may be {@code dOutput} itself
     */
    public abstract float[] inputGradient(RowLayout layout, float[] dOutput);

    private static float[] gatherFeatures(RowLayout layout, SequenceBatch batch, int size, float[] buffer) {
        float[] rows = Buffers.atLeast(buffer, layout.rows() * size);
        int maxLength = layout.maxLength();
        for (int b = 0; b < layout.batchSize(); b++) {
            for (int t = 0; t < layout.length(b); t++) {
                System.arraycopy(batch.features(), (b * maxLength + t) * size, rows, layout.row(b, t) * size, size);
            }
        }
        return rows;
    }

    /** Features as they are. */
    private static final class Direct extends InputEncoder {

        private float[] rows = Buffers.EMPTY;

        Direct(int size) {
            super(size);
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }

        @Override
        public float[] forward(RowLayout layout, SequenceBatch batch) {
            rows = gatherFeatures(layout, batch, outputSize(), rows);
            return rows;
        }

        @Override
        void pack() {
        }

        @Override
        float[] step(int count, float[] features, int[] tokens) {
            return features;
        }

        @Override
        public void backward(RowLayout layout, float[] dOutput) {
        }

        @Override
        public int inputGradientSize() {
            return outputSize();
        }

        @Override
        public float[] inputGradient(RowLayout layout, float[] dOutput) {
            return dOutput;
        }
    }

    /** Features through a linear map. */
    private static final class Projected extends InputEncoder {

        private final Dense projection;
        private float[] features = Buffers.EMPTY;
        private float[] rows = Buffers.EMPTY;

        Projected(int inputSize, int size, Randomness randomness, Engine engine) {
            super(size);
            projection = new Dense("projection", inputSize, size, engine).initializeGlorot(randomness);
        }

        @Override
        public List<Parameter> parameters() {
            return projection.parameters();
        }

        @Override
        public float[] forward(RowLayout layout, SequenceBatch batch) {
            features = gatherFeatures(layout, batch, projection.inputSize(), features);
            rows = Buffers.atLeast(rows, layout.rows() * outputSize());
            projection.forward(layout.rows(), features, rows);
            return rows;
        }

        @Override
        void pack() {
            projection.pack();
        }

        @Override
        float[] step(int count, float[] features, int[] tokens) {
            rows = Buffers.atLeast(rows, count * outputSize());
            projection.forwardRows(0, count, features, rows);
            return rows;
        }

        @Override
        public void backward(RowLayout layout, float[] dOutput) {
            projection.parameterGradients(layout.rows(), features, dOutput);
        }

        @Override
        public int inputGradientSize() {
            return projection.inputSize();
        }

        @Override
        public float[] inputGradient(RowLayout layout, float[] dOutput) {
            float[] dFeatures = new float[layout.rows() * projection.inputSize()];
            projection.packTransposed();
            projection.inputGradientRows(0, layout.rows(), dOutput, dFeatures);
            return dFeatures;
        }
    }

    /** Tokens as learned vectors. */
    private static final class Embedded extends InputEncoder {

        private final Embedding embedding;
        private int[] tokens = {};
        private float[] rows = Buffers.EMPTY;

        Embedded(Task.Tokens input, int size, Randomness randomness, Engine engine) {
            super(size);
            embedding = new Embedding("embedding", input.vocabulary(), size, engine).initialize(randomness);
        }

        @Override
        public Parameter vectors() {
            return embedding.weight();
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(embedding.weight());
        }

        @Override
        public float[] forward(RowLayout layout, SequenceBatch batch) {
            if (tokens.length < layout.rows()) {
                tokens = new int[layout.rows()];
            }
            for (int b = 0; b < layout.batchSize(); b++) {
                for (int t = 0; t < layout.length(b); t++) {
                    tokens[layout.row(b, t)] = batch.tokens()[b * layout.maxLength() + t];
                }
            }
            rows = Buffers.atLeast(rows, layout.rows() * outputSize());
            embedding.forward(layout.rows(), tokens, rows);
            return rows;
        }

        @Override
        void pack() {
        }

        @Override
        float[] step(int count, float[] features, int[] tokens) {
            rows = Buffers.atLeast(rows, count * outputSize());
            embedding.forward(count, tokens, rows);
            return rows;
        }

        @Override
        public void backward(RowLayout layout, float[] dOutput) {
            embedding.backward(layout.rows(), tokens, dOutput);
        }

        @Override
        public int inputGradientSize() {
            return outputSize();
        }

        @Override
        public float[] inputGradient(RowLayout layout, float[] dOutput) {
            return dOutput;
        }
    }
}
