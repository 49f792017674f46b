package dev.unroll.kernel;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Prints one line per kernel, {@code name hash}, the hash being over the bits of its results on fixed inputs of awkward
 * sizes, when it has just been loaded and when the compiler has been at it for a while.
 *
 * <p>Run with {@code scalar} or {@code vector}. What {@code scalar} prints is committed as
 * {@code src/test/resources/kernel-bits.txt}.
 */
public final class KernelBits {

    private static final int[] SIZES = {1, 7, 13, 33, 64, 129};
    /** Values computed by each kernel and size; enough for the optimizing compiler. */
    private static final int WORK = 200_000;

    private final Kernels kernels;
    private final Map<String, Long> hashes = new LinkedHashMap<>();

    private KernelBits(Kernels kernels) {
        this.kernels = kernels;
    }

    private interface Run {
        void into(float[] results);
    }

    public static void main(String[] arguments) {
        Kernels kernels = arguments[0].equals("vector") ? Kernels.vector() : Kernels.scalar();
        hashes(kernels).forEach((name, hash) -> System.out.printf(Locale.ROOT, "%s %016x%n", name, hash));
    }

    /** Hash of each kernel's results, in a fixed order. */
    static Map<String, Long> hashes(Kernels kernels) {
        KernelBits bits = new KernelBits(kernels);
        for (int n : SIZES) {
            bits.elementwise(n);
            bits.reduction(n);
            bits.normalization(n);
            bits.rootMeanSquare(n);
            bits.recurrent(n);
            bits.attention(n);
            bits.attentionWidths(n);
            bits.optimizer(n);
            for (int k : new int[] {1, 2, 13, 64}) {
                for (int m : new int[] {1, 3, 8, 21}) {
                    bits.matrix(m, n, k);
                }
            }
        }
        return bits.hashes;
    }

    private void elementwise(int n) {
        ElementwiseKernels e = kernels.elementwise();
        float[] x = values(n, 11);
        float[] z = values(n, 12);
        add("exp", n, n, y -> e.exp(n, x, 0, y, 0));
        add("tanh", n, n, y -> e.tanh(n, x, 0, y, 0));
        add("sigmoid", n, n, y -> e.sigmoid(n, x, 0, y, 0));
        add("relu", n, n, y -> e.relu(n, x, 0, y, 0));
        add("reluBackward", n, n, y -> e.reluBackward(n, x, 0, z, 0, y, 0));
        add("gelu", n, n, y -> e.gelu(n, x, 0, y, 0));
        add("geluBackward", n, n, y -> e.geluBackward(n, x, 0, z, 0, y, 0));
        add("geluTanh", n, n, y -> e.geluTanh(n, x, 0, y, 0));
        add("geluTanhBackward", n, n, y -> e.geluTanhBackward(n, x, 0, z, 0, y, 0));
        add("swiGlu", n, n, y -> e.swiGlu(n, x, 0, z, 0, y, 0));
        add("swiGluBackward", 3 * n, n, y -> e.swiGluBackward(n, x, 0, z, 0, y, 2 * n, y, 0, y, n));
        add("add", n, n, y -> e.add(n, x, 0, y, 0));
        add("multiply", n, n, y -> e.multiply(n, x, 0, z, 0, y, 0));
        add("scale", n, n, y -> e.scale(n, 1.7f, x, 0, y, 0));
        add("multiplyAdd", n, n, y -> e.multiplyAdd(n, 1.7f, x, 0, y, 0));
    }

    private void reduction(int n) {
        ReductionKernels r = kernels.reduction();
        float[] x = values(3 * n, 21);
        float[] z = values(n, 22);
        add("sum", 1, n, y -> y[0] = r.sum(n, x, 0));
        add("sumOfSquares", 1, n, y -> y[0] = r.sumOfSquares(n, x, 0));
        add("dot", 1, n, y -> y[0] = r.dot(n, x, 0, z, 0));
        add("max", 1, n, y -> y[0] = r.max(n, x, 0));
        add("sumRows", n, 3 * n, y -> r.sumRows(3, n, x, 0, n, y, 0));
        add("softmax", 3 * n, 3 * n, y -> r.softmax(3, n, x, 0, n, y, 0, n));
    }

    private void normalization(int n) {
        NormalizationKernels k = kernels.normalization();
        float[] x = values(3 * n, 31);
        float[] gain = values(n, 32);
        float[] bias = values(n, 33);
        float[] dy = values(3 * n, 34);
        float[] mean = new float[3];
        float[] rstd = new float[3];
        add("layerNorm", 3 * n, 3 * n, y -> k.layerNorm(3, n, 1e-5f, x, 0, gain, bias, y, 0, mean, rstd, 0));
        add("layerNormBackward", 3 * n, 3 * n,
                dx -> k.layerNormBackward(3, n, x, 0, gain, mean, rstd, 0, dy, 0, dx, 0));
        float[] dBias = new float[n];
        add("layerNormParameterGradients", n, 3 * n,
                dGain -> k.layerNormParameterGradients(3, n, 0, n, x, 0, mean, rstd, 0, dy, 0, dGain, dBias));
    }

    private void rootMeanSquare(int n) {
        NormalizationKernels k = kernels.normalization();
        float[] x = values(3 * n, 31);
        float[] gain = values(n, 32);
        float[] dy = values(3 * n, 34);
        float[] rrms = new float[3];
        add("rmsNorm", 3 * n, 3 * n, y -> k.rmsNorm(3, n, 1e-5f, x, 0, gain, y, 0, rrms, 0));
        add("rmsNormBackward", 3 * n, 3 * n, dx -> k.rmsNormBackward(3, n, x, 0, gain, rrms, 0, dy, 0, dx, 0));
        add("rmsNormParameterGradients", n, 3 * n,
                dGain -> k.rmsNormParameterGradients(3, n, 0, n, x, 0, rrms, 0, dy, 0, dGain));
    }

    private void recurrent(int n) {
        RecurrentKernels r = kernels.recurrent();
        float[] cPrevious = values(n, 51);
        float[] tanhC = values(n, 52);
        float[] dh = values(n, 53);
        add("lstmCell", 7 * n, 7 * n, y -> r.lstmCell(1, n, y, 0, cPrevious, 0, y, 4 * n, y, 5 * n, y, 6 * n));
        add("lstmCellBackward", 5 * n, 5 * n,
                y -> r.lstmCellBackward(1, n, y, 0, cPrevious, 0, tanhC, 0, dh, 0, y, 4 * n));
        add("tanhBackward", n, n, y -> r.tanhBackward(n, tanhC, 0, dh, 0, y, 0));
    }

    private void attention(int length) {
        AttentionKernels a = kernels.attention();
        AttentionScratch scratch = new AttentionScratch();
        int width = 13;
        int size = length * width;
        int work = length * length * width;
        float[] qkv = values(3 * size, 61);
        float[] out = new float[size];
        float[] dOut = values(size, 62);
        float[] statistics = new float[4 * length];
        for (boolean causal : new boolean[] {false, true}) {
            AttentionGroup group = new AttentionGroup(width, 1, 3 * width, 0, width, 2 * width, width, causal,
                    AttentionGroup.NO_WINDOW, null, null);
            add("attention", size, work, y -> a.attention(group, 0, length, qkv, y, statistics, 0, scratch));
            a.attention(group, 0, length, qkv, out, statistics, 0, scratch);
            add("attentionBackward", 3 * size, work,
                    dQkv -> a.attentionBackward(group, 0, length, qkv, out, dOut, statistics, 0, dQkv, scratch));
        }
        attentionVariants(length, a, scratch);
    }

    /** A pair of heads with a window, a bias and dropout. */
    private void attentionVariants(int length, AttentionKernels a, AttentionScratch scratch) {
        int headSize = 9;
        DistanceBias bias = new DistanceBias(2, true);
        bias.prepare(length);
        for (int distance = 1 - length; distance < length; distance++) {
            bias.set(0, distance, -0.25f * Math.abs(distance));
            bias.set(1, distance, 0.5f * (distance % 5));
        }
        AttentionDropout dropout = (head, row, firstKey, n, mask) -> {
            for (int k = 0; k < n; k++) {
                mask[k] = (head + 7 * row + 3 * (firstKey + k)) % 4 == 0 ? 0f : 1.25f;
            }
        };
        int size = length * 2 * headSize;
        int work = length * length * 2 * headSize;
        float[] qkv = values(2 * size, 63);
        float[] out = new float[size];
        float[] dOut = values(size, 64);
        float[] statistics = new float[4 * length];
        for (boolean causal : new boolean[] {false, true}) {
            AttentionGroup group = new AttentionGroup(headSize, 2, 4 * headSize, 0, 2 * headSize, 3 * headSize,
                    2 * headSize, causal, 40, bias, dropout);
            add("attentionVariants", size, work, y -> a.attention(group, 0, length, qkv, y, statistics, 0, scratch));
            a.attention(group, 0, length, qkv, out, statistics, 0, scratch);
            add("attentionVariantsBackward", 2 * size + 2 * (2 * length - 1), work, results -> {
                a.attentionBackward(group, 0, length, qkv, out, dOut, statistics, 0, results, scratch);
                System.arraycopy(scratch.biasGradients(), 0, results, 2 * size, 2 * (2 * length - 1));
            });
        }
    }

    /** A causal head of n values, at once and step by step. */
    private void attentionWidths(int n) {
        AttentionKernels a = kernels.attention();
        AttentionScratch scratch = new AttentionScratch();
        int length = 150;
        int size = length * n;
        int work = length * size;
        float[] qkv = values(3 * size, 65);
        float[] out = new float[size];
        float[] dOut = values(size, 66);
        float[] statistics = new float[2 * length];
        AttentionGroup group = new AttentionGroup(n, 1, 3 * n, 0, n, 2 * n, n, true, AttentionGroup.NO_WINDOW, null,
                null);
        add("attentionWidths", size, work, y -> a.attention(group, 0, length, qkv, y, statistics, 0, scratch));
        a.attention(group, 0, length, qkv, out, statistics, 0, scratch);
        add("attentionWidthsBackward", 3 * size, work,
                dQkv -> a.attentionBackward(group, 0, length, qkv, out, dOut, statistics, 0, dQkv, scratch));
        AttentionCache cache = new AttentionCache(n);
        add("attentionSteps", size, work, y -> {
            cache.clear();
            for (int t = 0; t < length; t++) {
                a.attentionStep(group, t, qkv, y, cache, scratch);
            }
        });
    }

    private void optimizer(int n) {
        OptimizerKernels o = kernels.optimizer();
        float[] g = values(n, 71);
        float[] first = new float[n];
        float[] second = new float[n];
        float[] third = new float[n];
        add("sgd", n, n, w -> o.sgd(n, 0.1f, 0.01f, g, w, 0));
        add("sgdMomentum", n, n, w -> o.sgdMomentum(n, 0.1f, 0.9f, true, 0.01f, g, w, first, 0));
        float[] square = new float[n];
        float[] mean = new float[n];
        float[] velocity = new float[n];
        add("rmsProp", n, n, w -> o.rmsProp(n, 0.01f, 0.99f, 0.01f, 1e-8f, 0.9f, 0.01f, g, w, square, velocity, 0));
        add("rmsPropCentered", n, n, w -> o.rmsPropCentered(n, 0.01f, 0.99f, 0.01f, 1e-8f, 0.9f, 0.01f, g, w, square,
                mean, velocity, 0));
        add("adam", n, n, w -> o.adam(n, 0.01f, 0.9f, 0.1f, 0.999f, 0.001f, 1.3f, 1e-8f, 0.01f, 0.001f, g, w, second,
                third, 0));
    }

    private void matrix(int m, int n, int k) {
        MatrixKernels x = kernels.matrix();
        float[] a = values(m * k, 41);
        float[] b = values(k * n, 42);
        float[] bias = values(n, 43);
        float[] packed = new float[x.packedLength(k, n)];
        x.pack(k, n, b, 0, n, packed, 0);
        int work = m * n * k;
        add("product", m * n, work, c -> x.multiply(m, n, k, a, 0, k, packed, 0, c, 0, n));
        add("productAdd", m * n, work, c -> x.multiplyAdd(m, n, k, a, 0, k, packed, 0, c, 0, n));
        add("productBias", m * n, work, c -> x.multiplyBias(m, n, k, a, 0, k, packed, 0, bias, 0, c, 0, n));
        float[] left = values(k * m, 44);
        add("transposedAdd", m * n, work, c -> x.multiplyTransposedAdd(m, n, k, left, 0, m, b, 0, n, c, 0, n));
    }

    /** Hashes the results of the first run and, after enough runs for the compiler, those of the last. */
    private void add(String name, int length, int work, Run run) {
        float[] start = values(length, 1);
        float[] results = start.clone();
        run.into(results);
        long hash = hash(hashes.getOrDefault(name, 0xcbf29ce484222325L), results);
        for (int i = 0; i < WORK / work; i++) {
            System.arraycopy(start, 0, results, 0, length);
            run.into(results);
        }
        hashes.put(name, hash(hash, results));
    }

    /** FNV-1a over the bits, all NaN alike. */
    private static long hash(long hash, float[] values) {
        long h = hash;
        for (float value : values) {
            h = (h ^ Float.floatToIntBits(value)) * 0x100000001b3L;
        }
        return h;
    }

    /** Values in [−6, 6) from integers alone. */
    static float[] values(int n, long seed) {
        float[] values = new float[n];
        long state = seed * 0x9e3779b97f4a7c15L;
        for (int i = 0; i < n; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            values[i] = (state >> 40) * (6f / (1 << 23));
        }
        return values;
    }
}
