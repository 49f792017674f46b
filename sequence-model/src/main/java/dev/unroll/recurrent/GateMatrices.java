package dev.unroll.recurrent;

import dev.unroll.model.Parameter;

/**
 * The weights of {@link RecurrentWeights} in double, a matrix for each gate, for {@link dev.unroll.model.StateMap}s:
 *
 * <pre>
 * a = b + V x + U h
 * </pre>
 *
 * <p>Legend: I inputs; H units of a gate, as many as h has values; K gates, N = K H. U is {@code [H, H]} with
 * {@code U[u * H + j]} what unit u takes of h_j, which makes it the Jacobian of a with respect to h. Gradients are laid out
 * as the parameters: {@code [I, N]}, {@code [H, N]}, {@code [N]}. A copy of the weights at its making; immutable.
 */
public final class GateMatrices {

    private final int inputSize;
    private final int units;
    private final int sums;
    private final double[][] input;      // [K][H * I]
    private final double[][] recurrent;  // [K][H * H]
    private final double[] bias;         // [N]

    /**
     * @param inputWeight     {@code [I, N]}
     * @param recurrentWeight {@code [H, N]}
     * @param bias            {@code [N]}
     */
    public GateMatrices(Parameter inputWeight, Parameter recurrentWeight, Parameter bias) {
        inputSize = inputWeight.shape()[0];
        units = recurrentWeight.shape()[0];
        sums = bias.size();
        input = new double[sums / units][units * inputSize];
        recurrent = new double[sums / units][units * units];
        transpose(inputWeight.value(), inputSize, input);
        transpose(recurrentWeight.value(), units, recurrent);
        this.bias = new double[sums];
        for (int n = 0; n < sums; n++) {
            this.bias[n] = bias.value()[n];
        }
    }

    private void transpose(float[] weight, int size, double[][] matrices) {
        for (int j = 0; j < size; j++) {
            for (int n = 0; n < sums; n++) {
                matrices[n / units][n % units * size + j] = weight[j * sums + n];
            }
        }
    }

    /** I. */
    public int inputSize() {
        return inputSize;
    }

    /** H. */
    public int units() {
        return units;
    }

    /** U of a gate, {@code [H, H]}, to be read. */
    public double[] recurrent(int gate) {
        return recurrent[gate];
    }

    /** {@code a = b + V x + U h}, {@code [H]}; without U h where h is {@code null}. */
    public double[] sums(int gate, double[] x, double[] h) {
        double[] a = new double[units];
        for (int u = 0; u < units; u++) {
            double sum = bias[gate * units + u];
            for (int i = 0; i < inputSize; i++) {
                sum += input[gate][u * inputSize + i] * x[i];
            }
            for (int j = 0; h != null && j < units; j++) {
                sum += recurrent[gate][u * units + j] * h[j];
            }
            a[u] = sum;
        }
        return a;
    }

    /**
     * Gradient of {@link #sums}.
     *
     * @param da          {@code [H]}, read
     * @param h           read; {@code null} if sums had none
     * @param dh          {@code [H]}, accumulated into; not touched where h is {@code null}
     * @param dParameters of the input weight, the recurrent weight and the bias, accumulated into
     */
    public void sumsBackward(int gate, double[] da, double[] x, double[] h, double[] dh, double[][] dParameters) {
        int from = gate * units;
        for (int i = 0; i < inputSize; i++) {
            addScaled(x[i], da, dParameters[0], i * sums + from);
        }
        addScaled(1, da, dParameters[2], from);
        if (h == null) {
            return;
        }
        for (int j = 0; j < units; j++) {
            addScaled(h[j], da, dParameters[1], j * sums + from);
        }
        productBackward(gate, da, dh);
    }

    /** {@code dh += Uᵀ da}. */
    public void productBackward(int gate, double[] da, double[] dh) {
        for (int u = 0; u < units; u++) {
            for (int j = 0; j < units; j++) {
                dh[j] += recurrent[gate][u * units + j] * da[u];
            }
        }
    }

    /** Adds the gradient of an element of U to that of the recurrent weight. */
    public void addRecurrentGradient(int gate, int unit, int j, double gradient, double[][] dParameters) {
        dParameters[1][j * sums + gate * units + unit] += gradient;
    }

    private void addScaled(double scale, double[] da, double[] gradient, int at) {
        for (int u = 0; u < units; u++) {
            gradient[at + u] += scale * da[u];
        }
    }
}
