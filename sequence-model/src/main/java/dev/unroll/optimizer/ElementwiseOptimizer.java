package dev.unroll.optimizer;

import dev.unroll.engine.Engine;
import dev.unroll.engine.Workers;
import dev.unroll.kernel.OptimizerKernels;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all optimizers here share: every value is updated by itself, from its gradient and a few remembered values
 * (slots) of its own. Parameters are cut into pieces for the threads.
 */
abstract class ElementwiseOptimizer implements Optimizer {

    private static final int VALUES_PER_PIECE = 16_384;

    final OptimizerKernels kernels;
    private final Workers workers;
    private final List<String> slots;
    private final Workers.Task piece = this::piece;
    private final Map<String, float[]> state = new LinkedHashMap<>();
    private long steps;

    private Parameters bound;
    private float[][] gradients;
    private float[][] values;
    private float[][][] remembered;
    private int[] pieceParameter;
    private int[] pieceOffset;

    ElementwiseOptimizer(Engine engine, List<String> slots) {
        this.kernels = engine.kernels().optimizer();
        this.workers = engine.workers();
        this.slots = slots;
    }

    /** Sets what all pieces of a step share. {@code step} counts from 1. */
    abstract void prepare(long step, double learningRate);

    /**
     * Updates n values from an offset.
     *
     * @param g     gradient, read
     * @param w     values, updated
     * @param slots what is remembered of this parameter, one array per slot, updated
     */
    abstract void update(int n, float[] g, float[] w, float[][] slots, int offset);

    @Override
    public final void step(Parameters parameters, double learningRate) {
        if (!(learningRate >= 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the learning rate must be at least 0 and finite; got " + learningRate);
        }
        if (parameters != bound) {
            bind(parameters);
        }
        steps++;
        prepare(steps, learningRate);
        workers.forEach(pieceParameter.length, piece);
    }

    private void piece(int index) {
        int p = pieceParameter[index];
        int offset = pieceOffset[index];
        update(Math.min(VALUES_PER_PIECE, values[p].length - offset), gradients[p], values[p], remembered[p], offset);
    }

    private void bind(Parameters parameters) {
        List<Parameter> list = parameters.list();
        float[][][] found = new float[list.size()][slots.size()][];
        int pieces = 0;
        for (int p = 0; p < list.size(); p++) {
            Parameter parameter = list.get(p);
            for (int s = 0; s < slots.size(); s++) {
                found[p][s] = slot(slots.get(s) + "." + parameter.name(), parameter.size());
            }
            pieces += (parameter.size() + VALUES_PER_PIECE - 1) / VALUES_PER_PIECE;
        }
        remembered = found;
        gradients = new float[list.size()][];
        values = new float[list.size()][];
        pieceParameter = new int[pieces];
        pieceOffset = new int[pieces];
        int next = 0;
        for (int p = 0; p < list.size(); p++) {
            gradients[p] = list.get(p).gradient();
            values[p] = list.get(p).value();
            for (int offset = 0; offset < values[p].length; offset += VALUES_PER_PIECE) {
                pieceParameter[next] = p;
                pieceOffset[next++] = offset;
            }
        }
        bound = parameters;
    }

    private float[] slot(String name, int size) {
        float[] found = state.get(name);
        if (found == null) {
            if (steps > 0) {
                throw new IllegalArgumentException("the optimizer's state must hold " + name + "; it holds "
                        + state.keySet());
            }
            found = new float[size];
            state.put(name, found);
        } else if (found.length != size) {
            throw new IllegalArgumentException("the optimizer's state " + name + " must hold " + size
                    + " values; it holds "
                    + found.length);
        }
        return found;
    }

    @Override
    public final OptimizerState state() {
        return new OptimizerState(steps, copy(state));
    }

    @Override
    public final void restore(OptimizerState saved) {
        state.clear();
        state.putAll(copy(saved.values()));
        steps = saved.steps();
        bound = null;
    }

    private static Map<String, float[]> copy(Map<String, float[]> original) {
        Map<String, float[]> copy = new LinkedHashMap<>();
        original.forEach((name, values) -> copy.put(name, values.clone()));
        return copy;
    }
}
