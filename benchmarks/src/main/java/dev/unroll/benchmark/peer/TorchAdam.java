package dev.unroll.benchmark.peer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.optimizer.Optimizer;
import dev.unroll.optimizer.OptimizerSpec;
import java.util.HashMap;
import java.util.Map;

/**
 * Adam as Algorithm 1 of its paper and torch.optim.Adam have it (Kingma &amp; Ba 2015, arXiv 1412.6980), by the same
 * native update that the Deep Java Library's own Adam calls:
 *
 * <pre>
 * w = w - rate (m / (1 - β1^t)) / (sqrt(s / (1 - β2^t)) + ε)
 * </pre>
 *
 * <p>The library's Adam is the paper's other form, which corrects the rate and adds ε to the uncorrected root: its ε
 * counts 1 / sqrt(1 - β2^t) times as much, 32 times in the first step. Where gradients are so small that ε matters,
 * that is another optimizer: one step from the same gradients led it, in a Transformer of width 128, to a loss 0.03 %
 * off.
 */
final class TorchAdam extends Optimizer {

    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final double EPSILON = 1e-8;

    private final float rate = (float) OptimizerSpec.named("adam").defaultLearningRate();
    private final Map<String, Map<Device, NDArray>> means = new HashMap<>();
    private final Map<String, Map<Device, NDArray>> squares = new HashMap<>();

    TorchAdam() {
        super(Optimizer.adam());
    }

    @Override
    public void update(String name, NDArray weight, NDArray gradient) {
        int step = updateCount(name);
        double root = Math.sqrt(1 - Math.pow(BETA2, step));
        float corrected = (float) (rate * root / (1 - Math.pow(BETA1, step)));
        NDList state = new NDList(weight, gradient, zeros(means, name, weight), zeros(squares, name, weight));
        weight.getNDArrayInternal().adamUpdate(state, new NDList(weight), rate, corrected, getWeightDecay(),
                rescaleGrad, clipGrad, BETA1, BETA2, (float) (EPSILON * root), true, false);
    }

    private NDArray zeros(Map<String, Map<Device, NDArray>> states, String name, NDArray weight) {
        return withDefaultState(states, name, weight.getDevice(), key -> weight.zerosLike());
    }
}
