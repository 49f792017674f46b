package dev.unroll.dl4j;

import dev.unroll.loss.CrossEntropy;
import dev.unroll.loss.ValueLoss;
import dev.unroll.lstm.LstmSpec;
import dev.unroll.model.ModelSpec;
import dev.unroll.model.Parameters;
import dev.unroll.model.SequenceBatch;
import dev.unroll.model.Task;
import dev.unroll.rnn.RnnSpec;
import dev.unroll.transformer.TransformerSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.math3.special.Erf;

/** The equations of the models, one sequence after another, in double; derivatives by central differences. */
final class Reference {

    private static final double STEP = 4e-4;

    private final ModelSpec spec;
    private final Task task;
    private final Map<String, double[]> values = new HashMap<>();

    Reference(ModelSpec spec, Task task, Parameters parameters) {
        this.spec = spec;
        this.task = task;
        parameters.forEach(parameter -> {
            double[] copy = new double[parameter.size()];
            for (int i = 0; i < copy.length; i++) {
                copy[i] = parameter.value()[i];
            }
            values.put(parameter.name(), copy);
        });
    }

    /** Of fourth order in the step, which leaves about 1e-12. */
    double derivative(String name, int index, SequenceBatch batch) {
        double[] place = values.get(name);
        double kept = place[index];
        double[] losses = new double[4];
        double[] factors = {-2, -1, 1, 2};
        for (int i = 0; i < 4; i++) {
            place[index] = kept + factors[i] * STEP;
            losses[i] = loss(batch);
        }
        place[index] = kept;
        return (losses[0] - 8 * losses[1] + 8 * losses[2] - losses[3]) / (12 * STEP);
    }

    double loss(SequenceBatch batch) {
        double[] outputs = outputs(batch);
        int k = task.outputSize();
        double sum = 0;
        double total = 0;
        for (int n = 0; n < outputs.length / k; n++) {
            if (Double.isNaN(outputs[n * k]) || batch.weights()[n] == 0) {
                continue;
            }
            total += batch.weights()[n];
            sum += batch.weights()[n] * loss(Arrays.copyOfRange(outputs, n * k, (n + 1) * k), batch, n);
        }
        return sum / total;
    }

    private double loss(double[] y, SequenceBatch batch, int n) {
        double loss = 0;
        if (task.loss() instanceof CrossEntropy) {
            for (double score : y) {
                loss += Math.exp(score);
            }
            return Math.log(loss) - y[batch.classes()[n]];
        }
        for (int i = 0; i < y.length; i++) {
            double error = y[i] - batch.values()[n * y.length + i];
            loss += task.loss() instanceof ValueLoss.Absolute ? Math.abs(error) : error * error;
        }
        return loss / y.length;
    }

    /** {@code [N, K]}; NaN past a sequence's length. */
    double[] outputs(SequenceBatch batch) {
        int k = task.outputSize();
        int steps = batch.maxLength();
        double[] outputs = new double[(task.target().perStep() ? batch.size() * steps : batch.size()) * k];
        Arrays.fill(outputs, Double.NaN);
        for (int b = 0; b < batch.size(); b++) {
            double[][] x = new double[batch.lengths()[b]][];
            for (int t = 0; t < x.length; t++) {
                x[t] = input(batch, b * steps + t);
            }
            double[][] h = encode(x);
            for (int t = 0; t < x.length; t++) {
                if (task.target().perStep() || t == x.length - 1) {
                    double[] y = linear(h[t], "head.weight", "head.bias");
                    System.arraycopy(y, 0, outputs, (task.target().perStep() ? b * steps + t : b) * k, k);
                }
            }
        }
        return outputs;
    }

    private double[] input(SequenceBatch batch, int place) {
        if (batch.tokens() != null) {
            double[] vectors = values.get("embedding.weight");
            int size = vectors.length / ((Task.Tokens) task.input()).vocabulary();
            return Arrays.copyOfRange(vectors, batch.tokens()[place] * size, (batch.tokens()[place] + 1) * size);
        }
        double[] x = new double[3];
        for (int i = 0; i < 3; i++) {
            x[i] = batch.features()[place * 3 + i];
        }
        return x;
    }

    private double[][] encode(double[][] x) {
        if (spec instanceof TransformerSpec transformer) {
            return transformer(transformer, x);
        }
        int layers = spec instanceof LstmSpec lstm ? lstm.hiddenSizes().size() : ((RnnSpec) spec).hiddenSizes().size();
        double[][] h = x;
        for (int layer = 0; layer < layers; layer++) {
            h = recur(h, "layer" + layer + ".");
        }
        return h;
    }

    private double[][] recur(double[][] x, String name) {
        int sums = values.get(name + "bias").length;
        boolean lstm = spec instanceof LstmSpec;
        double[] p = values.get(name + "peepholeWeight");
        int size = lstm ? sums / 4 : sums;
        double[] h = new double[size];
        double[] c = new double[size];
        double[][] all = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            double[] a = linear(x[t], name + "inputWeight", name + "bias");
            double[] r = product(h, name + "recurrentWeight", sums);
            h = new double[size];
            for (int j = 0; j < size; j++) {
                if (!lstm) {
                    h[j] = Math.tanh(a[j] + r[j]);
                    continue;
                }
                double i = a[j] + r[j] + (p == null ? 0 : p[j] * c[j]);
                double f = a[size + j] + r[size + j] + (p == null ? 0 : p[size + j] * c[j]);
                double g = a[2 * size + j] + r[2 * size + j];
                c[j] = sigmoid(f) * c[j] + sigmoid(i) * Math.tanh(g);
                double o = a[3 * size + j] + r[3 * size + j] + (p == null ? 0 : p[2 * size + j] * c[j]);
                h[j] = sigmoid(o) * Math.tanh(c[j]);
            }
            all[t] = h;
        }
        return all;
    }

    private double[][] transformer(TransformerSpec spec, double[][] x) {
        int size = spec.modelSize();
        double[][] h = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            h[t] = task.input() instanceof Task.Features ? linear(x[t], "projection.weight", "projection.bias")
                    : Arrays.stream(x[t]).map(value -> value * Math.sqrt(size)).toArray();
            for (int j = 0; j < size; j++) {
                double angle = t / Math.pow(10000, (double) (j - j % 2) / size);
                // The table of positions is one of floats.
                h[t][j] += (float) (j % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
            }
        }
        for (int layer = 0; layer < spec.numLayers(); layer++) {
            String name = "layer" + layer + ".";
            double[][] attended = attend(spec, h, name);
            for (int t = 0; t < h.length; t++) {
                h[t] = sum(h[t], attended[t]);
                double[] hidden = linear(norm(h[t], name + "norm2"), name + "feedForward.weight1",
                        name + "feedForward.bias1");
                double[] bent = Arrays.stream(hidden).map(v -> v * 0.5 * (1 + Erf.erf(v / Math.sqrt(2)))).toArray();
                h[t] = sum(h[t], linear(bent, name + "feedForward.weight2", name + "feedForward.bias2"));
            }
        }
        return Arrays.stream(h).map(row -> norm(row, "finalNorm")).toArray(double[][]::new);
    }

    private double[][] attend(TransformerSpec spec, double[][] x, String name) {
        int size = spec.modelSize();
        int headSize = size / spec.numHeads();
        double[][] qkv = Arrays.stream(x).map(row -> linear(norm(row, name + "norm1"), name + "attention.inWeight",
                name + "attention.inBias")).toArray(double[][]::new);
        double[][] y = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            double[] attended = new double[size];
            for (int head = 0; head < size; head += headSize) {
                double[] weights = new double[t + 1];
                double total = 0;
                for (int s = 0; s <= t; s++) {
                    double score = 0;
                    for (int j = 0; j < headSize; j++) {
                        score += qkv[t][head + j] * qkv[s][size + head + j];
                    }
                    weights[s] = Math.exp(score / Math.sqrt(headSize));
                    total += weights[s];
                }
                for (int s = 0; s <= t; s++) {
                    for (int j = 0; j < headSize; j++) {
                        attended[head + j] += weights[s] / total * qkv[s][2 * size + head + j];
                    }
                }
            }
            y[t] = linear(attended, name + "attention.outWeight", name + "attention.outBias");
        }
        return y;
    }

    private double[] norm(double[] x, String name) {
        double mean = Arrays.stream(x).average().orElseThrow();
        double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = (x[i] - mean) / Math.sqrt(variance + 1e-5) * values.get(name + ".gain")[i]
                    + values.get(name + ".bias")[i];
        }
        return y;
    }

    private double[] linear(double[] x, String weight, String bias) {
        return sum(product(x, weight, values.get(bias).length), values.get(bias));
    }

    private double[] product(double[] x, String weight, int columns) {
        double[] w = values.get(weight);
        double[] y = new double[columns];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < columns; j++) {
                y[j] += x[i] * w[i * columns + j];
            }
        }
        return y;
    }

    private static double[] sum(double[] x, double[] y) {
        double[] sum = new double[x.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = x[i] + y[i];
        }
        return sum;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
