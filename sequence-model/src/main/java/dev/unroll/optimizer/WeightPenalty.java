package dev.unroll.optimizer;

import dev.unroll.kernel.ElementwiseKernels;
import dev.unroll.kernel.Kernels;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import java.util.List;

/**
 * A penalty on large weights that training minimizes besides the loss:
 *
 * <pre>
 * P = l1 Σ |w| + l2 Σ w²
 * dw += l1 sign(w) + 2 l2 w        sign(0) = 0
 * </pre>
 *
 * <p>over the values of all {@link Parameter#isWeight weights}, embeddings among them, but no biases, gains or initial
 * states: Keras's {@code L1L2} on every kernel. PyTorch's {@code weight_decay} of d is {@code l2 = d / 2} on all
 * parameters. Unlike the decay of AdamW, which shrinks weights past the optimizer, it goes through clipping and
 * whatever the optimizer does with a gradient.
 */
public final class WeightPenalty {

    private WeightPenalty() {
    }

    /**
     * Adds the penalty's gradient to that of the weights.
     *
     * @param l1 at least 0
     * @param l2 at least 0
     */
    public static void addGradient(Kernels kernels, Parameters parameters, double l1, double l2) {
        ElementwiseKernels elementwise = kernels.elementwise();
        List<Parameter> list = parameters.list();
        for (int i = 0; i < list.size(); i++) {
            Parameter parameter = list.get(i);
            if (!parameter.isWeight()) {
                continue;
            }
            if (l2 > 0) {
                elementwise.multiplyAdd(parameter.size(), (float) (2 * l2), parameter.value(), 0, parameter.gradient(), 0);
            }
            if (l1 > 0) {
                addSigns((float) l1, parameter.value(), parameter.gradient());
            }
        }
    }

    private static void addSigns(float l1, float[] w, float[] dw) {
        for (int i = 0; i < w.length; i++) {
            dw[i] += l1 * Math.signum(w[i]);
        }
    }
}
