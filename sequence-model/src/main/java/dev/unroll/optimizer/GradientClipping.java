package dev.unroll.optimizer;

import dev.unroll.kernel.Kernels;
import dev.unroll.model.Parameter;
import dev.unroll.model.Parameters;
import java.util.List;

/**
 * Keeps gradients from exploding by shrinking all of them together (Pascanu, Mikolov &amp; Bengio 2013, arXiv
 * 1211.5063).
 */
public final class GradientClipping {

    private static final double EPSILON = 1e-6;

    private GradientClipping() {
    }

    /**
     * Multiplies all gradients with {@code min(1, maxNorm / (norm + 1e-6))}.
     *
     * @param maxNorm above 0; infinite to measure only
     * @return the Euclidean norm of all gradients together, before. If it is not finite, the gradients are left as
     *         they are and the caller should not step.
     */
    public static double globalNorm(Kernels kernels, Parameters parameters, double maxNorm) {
        if (!(maxNorm > 0)) {
            throw new IllegalArgumentException("the greatest norm of the gradient must be above 0; got " + maxNorm);
        }
        List<Parameter> list = parameters.list();
        double squares = 0;
        for (int i = 0; i < list.size(); i++) {
            Parameter parameter = list.get(i);
            squares += kernels.reduction().sumOfSquares(parameter.size(), parameter.gradient(), 0);
        }
        double norm = Math.sqrt(squares);
        float factor = (float) (maxNorm / (norm + EPSILON));
        if (Double.isFinite(norm) && factor < 1) {
            for (int i = 0; i < list.size(); i++) {
                Parameter parameter = list.get(i);
                float[] gradient = parameter.gradient();
                kernels.elementwise().scale(parameter.size(), factor, gradient, 0, gradient, 0);
            }
        }
        return norm;
    }
}
