package dev.unroll.recurrent;

import dev.unroll.engine.Buffers;
import dev.unroll.engine.Engine;
import dev.unroll.engine.RowLayout;
import dev.unroll.layer.Dropout;
import dev.unroll.layer.EncoderStream;
import dev.unroll.layer.Pass;
import dev.unroll.layer.SequenceEncoder;
import dev.unroll.model.ModelState;
import dev.unroll.model.Parameter;
import dev.unroll.model.Recurrence;
import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Recurrent layers one on top of another, with dropout between them (Zaremba, Sutskever &amp; Vinyals 2014, arXiv
 * 1409.2329). Sequences start from a zero state, from one that is learned, {@link LearnedInitialState}, or from one that is
 * given.
 */
public final class RecurrentStack implements SequenceEncoder {

    private final List<RecurrentLayer> layers;
    private final List<String> names = new ArrayList<>();
    private final List<Dropout> dropouts = new ArrayList<>();
    private final double dropout;
    private final float[][] dropped;
    private final float[][] dInputs;

    /**
     * @param layers  at least one, each taking what the one before gives
     * @param dropout from 0 (inclusive) to 1 (exclusive)
     */
    public RecurrentStack(List<? extends RecurrentLayer> layers, double dropout, Engine engine) {
        this.layers = List.copyOf(layers);
        this.dropout = dropout;
        for (int k = 0; k < layers.size(); k++) {
            names.add(name(k));
        }
        for (int k = 1; k < layers.size(); k++) {
            int given = layers.get(k - 1).hiddenSize();
            if (layers.get(k).inputSize() != given) {
                throw new IllegalArgumentException("each layer must take what the one before gives; layer " + k
                        + " takes "
                        + layers.get(k).inputSize() + " values and gets " + given);
            }
            dropouts.add(new Dropout(name(k - 1), dropout, engine));
        }
        dropped = new float[layers.size()][0];
        dInputs = new float[layers.size()][0];
    }

    /**
     * A stack of layers of these sizes, called {@code layer0} and so on, that all read the same way.
     *
     * @param inputSize what the first layer takes
     * @param learned   whether layers start from a state that is a parameter: {@link LearnedInitialState}
     * @param dropout   between bare layers, or of what each part of a residual block adds
     * @param backbone  what stands around each layer
     * @param maker     makes one layer that reads forward
     */
    public static RecurrentStack of(List<Integer> hiddenSizes, int inputSize, Direction direction, boolean learned,
            double dropout, Backbone backbone, Randomness initialization, Engine engine, LayerMaker maker) {
        List<RecurrentLayer> layers = new ArrayList<>();
        int size = inputSize;
        for (int hiddenSize : hiddenSizes) {
            int given = size;
            RecurrentLayer layer = direction.layer(name(layers.size()), name -> {
                RecurrentLayer made = maker.make(name, given, hiddenSize);
                return learned ? new LearnedInitialState(name, made) : made;
            }, engine);
            if (backbone.residual()) {
                // So that the variance of the residual stream does not grow with depth, as in a Transformer.
                layer = new ResidualLayer(name(layers.size()), layer, backbone.feedForwardSize(), dropout, engine)
                        .initialize(1 / Math.sqrt(2.0 * hiddenSizes.size()), initialization);
                if (layers.size() == hiddenSizes.size() - 1) {
                    layer = new NormalizedLayer("finalNorm", layer, engine);
                }
            }
            layers.add(layer);
            size = layer.hiddenSize();
        }
        return new RecurrentStack(layers, backbone.residual() ? 0 : dropout, engine);
    }

    private static String name(int layer) {
        return "layer" + layer;
    }

    /** Makes one layer of a stack, initialized. */
    @FunctionalInterface
    public interface LayerMaker {
        RecurrentLayer make(String name, int inputSize, int hiddenSize);
    }

    @Override
    public RowLayout.Order rowOrder() {
        return RowLayout.Order.TIME_MAJOR;
    }

    @Override
    public int inputSize() {
        return layers.get(0).inputSize();
    }

    @Override
    public int outputSize() {
        return layers.get(layers.size() - 1).hiddenSize();
    }

    @Override
    public int reversedSize() {
        return layers.get(layers.size() - 1).reversedSize();
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        for (RecurrentLayer layer : layers) {
            parameters.addAll(layer.parameters());
        }
        return List.copyOf(parameters);
    }

    @Override
    public float[] forward(RowLayout layout, float[] input, Pass pass) {
        return forward(layout, input, null, pass);
    }

    @Override
    public float[] forward(RowLayout layout, float[] input, ModelState state, Pass pass) {
        boolean started = state != null && !state.isStart();
        if (state != null) {
            requireOwn(state);
        }
        float[] output = input;
        for (int k = 0; k < layers.size(); k++) {
            if (k > 0) {
                output = drop(k, layout.rows() * layers.get(k).inputSize(), output, pass);
            }
            layers.get(k).pack(pass);
            output = layers.get(k).forward(layout, output, started ? state.values(names.get(k)) : null, pass);
            if (state != null) {
                layers.get(k).finalState(layout, state.values(names.get(k)));
            }
        }
        if (state != null) {
            state.given();
        }
        return output;
    }

    /** A state per layer, {@code layer0} and so on, the hidden state first. */
    @Override
    public ModelState newState(int batchSize) {
        requireForward("carried from one batch to the next");
        Map<String, Integer> sizes = new LinkedHashMap<>();
        for (int k = 0; k < layers.size(); k++) {
            sizes.put(names.get(k), layers.get(k).stateSize());
        }
        return new ModelState(batchSize, sizes);
    }

    @Override
    public EncoderStream stream(int batchSize) {
        requireForward("read step by step");
        return new RecurrentStream(layers, batchSize);
    }

    private void requireOwn(ModelState state) {
        for (int k = 0; k < layers.size(); k++) {
            int needed = state.batchSize() * layers.get(k).stateSize();
            if (state.values(names.get(k)).length != needed) {
                throw new IllegalArgumentException("a state must come from newState of a model of this form; got one with "
                        + state.values(names.get(k)).length + " values of " + names.get(k) + " where " + needed
                        + " are needed");
            }
        }
    }

    private void requireForward(String what) {
        for (RecurrentLayer layer : layers) {
            if (layer.reversedSize() > 0) {
                throw new IllegalArgumentException("sequences are " + what + " only where no layer reads them backwards,"
                        + " which would need the steps to come; choose direction forward");
            }
        }
    }

    /** A layer's own copy of its output stays whole: its backward may need it. */
    private float[] drop(int k, int size, float[] values, Pass pass) {
        Dropout layer = dropouts.get(k - 1);
        if (dropout == 0 || !pass.training()) {
            layer.forward(size, values, pass);
            return values;
        }
        dropped[k] = Buffers.atLeast(dropped[k], size);
        System.arraycopy(values, 0, dropped[k], 0, size);
        layer.forward(size, dropped[k], pass);
        return dropped[k];
    }

    @Override
    public void backward(RowLayout layout, float[] dOutput, float[] dInput) {
        float[] d = dOutput;
        for (int k = layers.size() - 1; k > 0; k--) {
            int size = layout.rows() * layers.get(k).inputSize();
            dInputs[k] = Buffers.atLeast(dInputs[k], size);
            layers.get(k).backward(layout, d, null, dInputs[k], null);
            dropouts.get(k - 1).backward(size, dInputs[k]);
            d = dInputs[k];
        }
        layers.get(0).backward(layout, d, null, dInput, null);
    }

    @Override
    public List<Recurrence> recurrences(RowLayout layout) {
        List<Recurrence> recurrences = new ArrayList<>();
        for (RecurrentLayer layer : layers) {
            recurrences.addAll(layer.recurrences(layout));
        }
        return recurrences;
    }

    @Override
    public void states(RowLayout layout, StateVisitor visitor) {
        for (RecurrentLayer layer : layers) {
            layer.states(layout, visitor);
        }
    }

    @Override
    public void keepGradientNorms(boolean keep) {
        layers.forEach(layer -> layer.keepGradientNorms(keep));
    }

    @Override
    public void gradientNorms(RowLayout layout, StateVisitor visitor) {
        layers.forEach(layer -> layer.gradientNorms(layout, visitor));
    }
}
