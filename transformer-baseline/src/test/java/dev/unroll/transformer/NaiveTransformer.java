package dev.unroll.transformer;

import dev.unroll.random.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The encoder's equations in double, one sequence at a time, softmax over all pairs of steps. Nothing is shared with
 * the engine but the keys of dropout.
 */
final class NaiveTransformer {

    /** 1 / (2 n + 1). */
    private static final double[] INVERSE_ODD = IntStream.range(0, 2000).mapToDouble(n -> 1.0 / (2 * n + 1)).toArray();

    private final TransformerSpec spec;
    private final double inputScale;
    private final Randomness dropout;
    private final int width;
    /** Every pass over the same lengths draws the same masks in the same order: kept from the first one. */
    private final List<float[]> masks = new ArrayList<>();
    private int nextMask;
    private Map<String, double[]> parameters;
    private int sequence;
    private int firstRow;

    /** @param dropout of the update, or {@code null} for none */
    NaiveTransformer(TransformerSpec spec, double inputScale, Randomness dropout) {
        this.spec = spec;
        this.inputScale = inputScale;
        this.dropout = dropout;
        width = spec.modelSize();
    }

    /**
     * @param parameters by the encoder's names
     * @param input      {@code [sum of lengths, D]}
     * @return {@code [sum of lengths, D]}
     */
    double[] forward(Map<String, double[]> parameters, int[] lengths, double[] input) {
        this.parameters = parameters;
        double[] output = new double[input.length];
        firstRow = 0;
        nextMask = 0;
        for (sequence = 0; sequence < lengths.length; sequence++) {
            int length = lengths[sequence];
            double[][] h = new double[length][width];
            for (int t = 0; t < length; t++) {
                for (int j = 0; j < width; j++) {
                    h[t][j] = inputScale * input[(firstRow + t) * width + j] + position(t, j);
                }
            }
            h = drop("input", spec.embeddingDropout(), h);
            for (int layer = 0; layer < spec.numLayers(); layer++) {
                h = block(layer, h);
            }
            if (spec.normFirst()) {
                h = norm(h, "finalNorm");
            }
            for (int t = 0; t < length; t++) {
                System.arraycopy(h[t], 0, output, (firstRow + t) * width, width);
            }
            firstRow += length;
        }
        return output;
    }

    private double position(int t, int j) {
        if (spec.positions() == Positions.LEARNED) {
            return parameters.get("positions")[t * width + j];
        }
        if (spec.positions() != Positions.SINUSOIDAL) {
            return 0;
        }
        double angle = t * Math.exp(-Math.log(10000) * (j / 2 * 2) / width);
        return j % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
    }

    private double[][] block(int layer, double[][] x) {
        String name = "layer" + layer;
        if (spec.normFirst()) {
            double[][] middle = sum(x, part(layer, ".attention", attention(name, norm(x, name + ".norm1"))));
            return sum(middle, part(layer, ".feedForward", feedForward(name, norm(middle, name + ".norm2"))));
        }
        double[][] middle = norm(sum(x, part(layer, ".attention", attention(name, x))), name + ".norm1");
        return norm(sum(middle, part(layer, ".feedForward", feedForward(name, middle))), name + ".norm2");
    }

    /** Dropout and stochastic depth of what a part adds. */
    private double[][] part(int layer, String part, double[][] y) {
        double[][] dropped = drop("layer" + layer + part, spec.dropout(), y);
        double rate = spec.stochasticDepth() * (layer + 1) / spec.numLayers();
        if (dropout == null || rate == 0) {
            return dropped;
        }
        float[] factor = mask("layer" + layer, rate, 0, sequence + 1);
        for (double[] row : dropped) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= factor[sequence];
            }
        }
        return dropped;
    }

    private float[] mask(String name, double rate, long place, int n) {
        if (nextMask == masks.size()) {
            float[] mask = new float[n];
            dropout.derive(name).dropoutMask((float) rate, place, n, mask, 0, new int[4]);
            masks.add(mask);
        }
        return masks.get(nextMask++);
    }

    private double[][] drop(String name, double rate, double[][] x) {
        if (dropout == null || rate == 0) {
            return x;
        }
        int size = x[0].length;
        double[][] y = new double[x.length][size];
        for (int t = 0; t < x.length; t++) {
            long pitch = (size + 3) / 4 * 4;
            float[] mask = mask(name, rate, (firstRow + t) * pitch, size);
            for (int j = 0; j < size; j++) {
                y[t][j] = x[t][j] * mask[j];
            }
        }
        return y;
    }

    private double[][] attention(String name, double[][] x) {
        double[][] qkv = affine(x, name + ".attention.inWeight", name + ".attention.inBias");
        int headSize = width / spec.numHeads();
        int keyValueSize = spec.numKeyValueHeads() * headSize;
        if (spec.positions() == Positions.ROTARY) {
            for (int t = 0; t < x.length; t++) {
                for (int at = 0; at < width + keyValueSize; at += headSize) {
                    rotate(t, headSize, qkv[t], at);
                }
            }
        }
        double[][] attended = new double[x.length][width];
        for (int head = 0; head < spec.numHeads(); head++) {
            int query = head * headSize;
            int key = width + head * spec.numKeyValueHeads() / spec.numHeads() * headSize;
            for (int t = 0; t < x.length; t++) {
                double[] weights = new double[x.length];
                double total = 0;
                for (int k = 0; k < x.length; k++) {
                    if (spec.causal() && k > t
                            || spec.attentionWindow() != null && Math.abs(t - k) >= spec.attentionWindow()) {
                        continue;
                    }
                    double score = 0;
                    for (int d = 0; d < headSize; d++) {
                        score += qkv[t][query + d] * qkv[k][key + d];
                    }
                    weights[k] = Math.exp(score / Math.sqrt(headSize) + bias(head, t - k));
                    total += weights[k];
                }
                float[] mask = weightMask(name, head, t, x.length);
                for (int k = 0; k < x.length; k++) {
                    for (int d = 0; d < headSize; d++) {
                        attended[t][query + d] += weights[k] / total * mask[k] * qkv[k][key + keyValueSize + d];
                    }
                }
            }
        }
        return affine(attended, name + ".attention.outWeight", name + ".attention.outBias");
    }

    private float[] weightMask(String name, int head, int t, int keys) {
        if (dropout != null && spec.attentionDropout() > 0) {
            long place = ((firstRow + t) * (long) spec.numHeads() + head) << 32;
            return mask(name + ".attention.weights", spec.attentionDropout(), place, keys);
        }
        float[] mask = new float[keys];
        Arrays.fill(mask, 1f);
        return mask;
    }

    private static void rotate(int t, int headSize, double[] row, int at) {
        for (int i = 0; i < headSize / 2; i++) {
            double angle = t * Math.pow(10000, -2.0 * i / headSize);
            double a = row[at + i];
            double b = row[at + headSize / 2 + i];
            row[at + i] = a * Math.cos(angle) - b * Math.sin(angle);
            row[at + headSize / 2 + i] = b * Math.cos(angle) + a * Math.sin(angle);
        }
    }

    private double bias(int head, int distance) {
        if (spec.positions() == Positions.ALIBI) {
            // Slopes of 1, 2, 3 and 4 heads, as the paper's recipe has them.
            double[][] exponents = {{8}, {4, 8}, {4, 8, 2}, {2, 4, 6, 8}};
            return -Math.pow(2, -exponents[spec.numHeads() - 1][head]) * Math.abs(distance);
        }
        if (spec.positions() != Positions.RELATIVE) {
            return 0;
        }
        return parameters.get("relativeBias")[bucket(distance) * spec.numHeads() + head];
    }

    /** Buckets of distances up to 40, spelled out: 8, or 16 if causal, of one distance each, then ranges. */
    private int bucket(int distance) {
        int n = Math.abs(distance);
        int[] ends = spec.causal() ? new int[] {19, 21, 24, 27, 31, 35, 40, 46} : new int[] {12, 16, 23, 32, 46};
        int exact = spec.causal() ? 16 : 8;
        int bucket = n;
        if (n >= exact) {
            bucket = exact;
            while (n >= ends[bucket - exact]) {
                bucket++;
            }
        }
        return distance < 0 ? 16 + bucket : bucket;
    }

    private double[][] feedForward(String name, double[][] x) {
        double[][] hidden = affine(x, name + ".feedForward.weight1", name + ".feedForward.bias1");
        int inner = spec.feedForwardSize();
        double[][] activated = new double[x.length][inner];
        for (int t = 0; t < x.length; t++) {
            for (int j = 0; j < inner; j++) {
                double h = hidden[t][j];
                activated[t][j] = switch (spec.activation()) {
                    case RELU -> Math.max(h, 0);
                    case GELU -> h * 0.5 * (1 + erf(h / Math.sqrt(2)));
                    case GELU_TANH ->
                        h * 0.5 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (h + 0.044715 * h * h * h)));
                    case SWIGLU -> h / (1 + Math.exp(-h)) * hidden[t][inner + j];
                };
            }
        }
        activated = drop(name + ".feedForward.activated", spec.dropout(), activated);
        return affine(activated, name + ".feedForward.weight2", name + ".feedForward.bias2");
    }

    /** Kummer's series, whose terms are all of one sign. */
    private static double erf(double x) {
        double square = 2 * x * x;
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-14; n++) {
            term *= square * INVERSE_ODD[n];
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    private double[][] affine(double[][] x, String weightName, String biasName) {
        double[] weight = parameters.get(weightName);
        double[] bias = parameters.get(biasName);
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

    private double[][] norm(double[][] x, String name) {
        boolean centred = spec.normalization() == Normalization.LAYER;
        double[] gain = parameters.get(name + ".gain");
        double[] bias = centred ? parameters.get(name + ".bias") : new double[gain.length];
        double[][] y = new double[x.length][gain.length];
        for (int t = 0; t < x.length; t++) {
            double mean = 0;
            double square = 0;
            for (double value : x[t]) {
                mean += centred ? value / gain.length : 0;
            }
            for (double value : x[t]) {
                square += (value - mean) * (value - mean) / gain.length;
            }
            for (int j = 0; j < gain.length; j++) {
                y[t][j] = (x[t][j] - mean) / Math.sqrt(square + 1e-5) * gain[j] + bias[j];
            }
        }
        return y;
    }
}
