package dev.unroll.transformer;

import java.util.List;

/**
 * The encoder's equations in double, one sequence at a time, softmax over all pairs of steps, nothing shared with the
 * engine.
 */
final class NaiveTransformer {

    private final TransformerSpec spec;
    private final double inputScale;
    private final int width;

    NaiveTransformer(TransformerSpec spec, double inputScale) {
        this.spec = spec;
        this.inputScale = inputScale;
        width = spec.modelSize();
    }

    /**
     * @param parameters in the order of the encoder's
     * @param input      {@code [sum of lengths, D]}
     * @return {@code [sum of lengths, D]}
     */
    double[] forward(List<double[]> parameters, int[] lengths, double[] input) {
        double[] output = new double[input.length];
        int first = 0;
        for (int length : lengths) {
            double[][] h = new double[length][width];
            for (int t = 0; t < length; t++) {
                for (int j = 0; j < width; j++) {
                    h[t][j] = inputScale * input[(first + t) * width + j] + position(t, j);
                }
            }
            for (int layer = 0; layer < spec.numLayers(); layer++) {
                h = block(parameters.subList(12 * layer, 12 * layer + 12), h);
            }
            if (spec.normFirst()) {
                int last = 12 * spec.numLayers();
                h = norm(h, parameters.get(last), parameters.get(last + 1));
            }
            for (int t = 0; t < length; t++) {
                System.arraycopy(h[t], 0, output, (first + t) * width, width);
            }
            first += length;
        }
        return output;
    }

    private double position(int t, int j) {
        if (spec.positions() == Positions.NONE) {
            return 0;
        }
        double angle = t * StrictMath.exp(-StrictMath.log(10000) * (j / 2 * 2) / width);
        return j % 2 == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle);
    }

    private double[][] block(List<double[]> p, double[][] x) {
        if (spec.normFirst()) {
            double[][] middle = sum(x, attention(p, norm(x, p.get(4), p.get(5))));
            return sum(middle, feedForward(p, norm(middle, p.get(6), p.get(7))));
        }
        double[][] middle = norm(sum(x, attention(p, x)), p.get(4), p.get(5));
        return norm(sum(middle, feedForward(p, middle)), p.get(6), p.get(7));
    }

    private double[][] attention(List<double[]> p, double[][] x) {
        double[][] qkv = affine(x, p.get(0), p.get(1));
        int headSize = width / spec.numHeads();
        double[][] attended = new double[x.length][width];
        for (int head = 0; head < spec.numHeads(); head++) {
            int at = head * headSize;
            for (int t = 0; t < x.length; t++) {
                int keys = spec.causal() ? t + 1 : x.length;
                double[] weights = new double[keys];
                double total = 0;
                for (int k = 0; k < keys; k++) {
                    double score = 0;
                    for (int d = at; d < at + headSize; d++) {
                        score += qkv[t][d] * qkv[k][width + d];
                    }
                    weights[k] = StrictMath.exp(score / Math.sqrt(headSize));
                    total += weights[k];
                }
                for (int k = 0; k < keys; k++) {
                    for (int d = at; d < at + headSize; d++) {
                        attended[t][d] += weights[k] / total * qkv[k][2 * width + d];
                    }
                }
            }
        }
        return affine(attended, p.get(2), p.get(3));
    }

    private double[][] feedForward(List<double[]> p, double[][] x) {
        double[][] hidden = affine(x, p.get(8), p.get(9));
        for (double[] row : hidden) {
            for (int j = 0; j < row.length; j++) {
                row[j] = spec.activation() == Activation.RELU ? Math.max(row[j], 0)
                        : row[j] * 0.5 * (1 + erf(row[j] / Math.sqrt(2)));
            }
        }
        return affine(hidden, p.get(10), p.get(11));
    }

    /** Kummer's series, whose terms are all of one sign. */
    private static double erf(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; n < 200; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
    }

    private static double[][] affine(double[][] x, double[] weight, double[] bias) {
        double[][] y = new double[x.length][bias.length];
        for (int t = 0; t < x.length; t++) {
            for (int o = 0; o < bias.length; o++) {
                y[t][o] = bias[o];
                for (int i = 0; i < x[t].length; i++) {
                    y[t][o] += x[t][i] * weight[i * bias.length + o];
                }
            }
        }
        return y;
    }

    private static double[][] sum(double[][] a, double[][] b) {
        double[][] y = new double[a.length][a[0].length];
        for (int t = 0; t < y.length; t++) {
            for (int j = 0; j < y[t].length; j++) {
                y[t][j] = a[t][j] + b[t][j];
            }
        }
        return y;
    }

    private static double[][] norm(double[][] x, double[] gain, double[] bias) {
        double[][] y = new double[x.length][gain.length];
        for (int t = 0; t < x.length; t++) {
            double mean = 0;
            double variance = 0;
            for (double value : x[t]) {
                mean += value / gain.length;
            }
            for (double value : x[t]) {
                variance += (value - mean) * (value - mean) / gain.length;
            }
            for (int j = 0; j < gain.length; j++) {
                y[t][j] = (x[t][j] - mean) / Math.sqrt(variance + 1e-5) * gain[j] + bias[j];
            }
        }
        return y;
    }
}
